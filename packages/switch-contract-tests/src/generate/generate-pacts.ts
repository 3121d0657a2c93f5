import { DEFAULT_RECORDING_FIELDS, type Five9Config, five9Config, five9Plugin } from '@elasticfunnels/switch-five9';
import type { Contract } from '../contract-files/load-contract.ts';
import { materialise, type MaterialiseOptions } from '../materialise/materialise.ts';
import type { PactFile } from '../pact/pact-file.ts';

/**
 * The contract for a brand's own paths and authentication, as the driver would keep it with these settings; the
 * credentials stay the worthless examples. Made from the published pacts: a test proves that it is the same as what is
 * recorded by driving the driver with the settings.
 *
 * @throws SwitchError `CONFIG_INVALID` with every field that is wrong.
 */
export function generatePacts(settings: unknown, contract: Pick<Contract, 'core' | 'extended'>): readonly PactFile[] {
  const options = materialiseOptionsOf(settings);
  return [materialise(contract.core, options), materialise(contract.extended, options)];
}

/** What of a brand's settings shows in its contract. @throws SwitchError `CONFIG_INVALID` */
export function materialiseOptionsOf(settings: unknown): MaterialiseOptions {
  // The plugin's own error: it names every field.
  five9Plugin.configure(settings);
  const config: Five9Config = five9Config.parse(settings);
  return {
    basePath: config.baseUrl.pathname,
    paths: config.paths,
    authentication: { scheme: config.credentials.kind },
    defaults: { campaignName: config.campaignName, skillId: config.skillId },
    ...recordingFieldOf(config),
  };
}

function recordingFieldOf({ recordingUrlFields }: Five9Config): Pick<MaterialiseOptions, 'recordingUrlField'> {
  const [first = DEFAULT_RECORDING_FIELDS[0]] = recordingUrlFields;
  return recordingUrlFields.includes('recording_url') ? {} : { recordingUrlField: first };
}
