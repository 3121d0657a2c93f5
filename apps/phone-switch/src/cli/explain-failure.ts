import { SwitchError, type SwitchErrorCode, type SwitchPlugin } from '@elasticfunnels/switch-core';
import { GaveUpWaiting } from '../operations/gave-up-waiting.ts';
import { type GatheredSettings, listSettingsFields, type SettingsField } from './settings.ts';

/** Failures whose reason is on the way to the service, or in how it answers: the doctor tells them apart. */
const DOCTORS: ReadonlySet<SwitchErrorCode> = new Set<SwitchErrorCode>([
  'BLOCKED_ADDRESS',
  'CONTRACT_VIOLATED',
  'FORBIDDEN',
  'TIMED_OUT',
  'TLS_FAILED',
  'UNAUTHENTICATED',
  'UNREACHABLE',
  'UPSTREAM_FAILED',
]);

/** Whether the doctor would say more of a failure. */
export function isForTheDoctor(failure: unknown): boolean {
  return SwitchError.is(failure) && DOCTORS.has(failure.code) && !(failure instanceof GaveUpWaiting);
}

/** A failure as whoever typed the command can act on it: where what was refused comes from, and which flag or variable mends it. */
export function explainFailure(failure: unknown, plugin: SwitchPlugin, gathered: GatheredSettings): unknown {
  if (SwitchError.has(failure, 'CONFIG_INVALID')) {
    return SwitchError.retold(failure, { hint: correctionOf(failure, plugin, gathered) });
  }
  if (!SwitchError.is(failure)) return failure;
  const hint = [remedyOf(failure) ?? failure.hint, ...originsOf(failure, plugin, gathered)].join(' ');
  return hint === failure.hint ? failure : SwitchError.retold(failure, { hint });
}

/** What mends it here, where the error's own hint does not know that it is a command line. */
function remedyOf(failure: SwitchError): string | undefined {
  if (SwitchError.has(failure, 'BLOCKED_ADDRESS')) {
    const { address } = failure.details;
    const block = address === undefined ? 'ITS-NETWORK, such as 10.20.0.0/16' : `${address}/${address.includes(':') ? 128 : 32}`;
    return `Use a public https address or, if this one is right, add --allow-address ${block}.`;
  }
  if (!SwitchError.has(failure, 'TLS_FAILED')) return undefined;
  const { check } = failure.details;
  if (check === 'protocol') return 'Check the port and the scheme of the base URL: a service without TLS speaks http there.';
  const own = check === 'self_signed' || check === 'unknown_issuer';
  return own ? `${failure.hint} An authority of your own is trusted by --ca FILE.` : undefined;
}

function originsOf(failure: SwitchError, plugin: SwitchPlugin, { origins, file }: GatheredSettings): readonly string[] {
  const fields = listSettingsFields(plugin);
  const groupOfSecrets = fields.find(({ secret }) => secret)?.group;
  switch (failure.code) {
    case 'UNAUTHENTICATED':
    case 'FORBIDDEN':
      return tellOrigins(
        fields.filter(({ secret, group }) => secret || (group !== undefined && group === groupOfSecrets)),
        origins,
      );
    case 'BLOCKED_ADDRESS':
    case 'CONTRACT_VIOLATED':
    case 'TLS_FAILED':
    case 'UNREACHABLE': {
      // In the file that was named is where anybody would look first.
      const elsewhere = new Map([...origins].filter(([, origin]) => origin !== file));
      return tellOrigins(
        fields.filter(({ name }) => name.endsWith('url')),
        elsewhere,
      );
    }
    default:
      return [];
  }
}

function tellOrigins(fields: readonly Pick<SettingsField, 'name'>[], origins: ReadonlyMap<string, string>): readonly string[] {
  const told = fields.flatMap(({ name }) => (origins.has(name) ? [`${name} comes from ${origins.get(name)}`] : []));
  return told.length === 0 ? [] : [`${told.join(', ')}.`];
}

function correctionOf(failure: SwitchError<'CONFIG_INVALID'>, plugin: SwitchPlugin, gathered: GatheredSettings): string {
  const { origins, file } = gathered;
  const names = [...new Set(failure.details.issues.map(({ path }) => path.split('.')[0] ?? ''))];
  const given = names.filter((name) => origins.has(name)).map((name) => ({ name }));
  const missing = listSettingsFields(plugin).filter(({ name }) => names.includes(name) && !origins.has(name));
  const variables = missing.map(({ variable }) => variable).join(' and ');
  const place = file ?? 'a JSON file that --config names';
  return [
    'Correct the fields that are listed.',
    ...tellOrigins(given, origins),
    ...(missing.length === 0 ? [] : [`What is missing goes into ${place}, or into the environment: ${variables}.`]),
    ...(file !== undefined || origins.size > 0
      ? []
      : [`Without --config, ${plugin.displayName}'s settings come from the environment and from flags.`]),
  ].join(' ');
}
