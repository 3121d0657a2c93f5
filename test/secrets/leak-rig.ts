import {
  type CallReference,
  type Capability,
  createSwitchHost,
  LOOPBACK_ALLOWED,
  type MakeCallRequest,
  parseAgentExtension,
  parseCallId,
  type PhoneSwitch,
  type SwitchHost,
} from '@elasticfunnels/switch-core';
import { RecordingLogger } from '@elasticfunnels/switch-core/testing';
import type { FaultServer } from '@elasticfunnels/switch-core/testing/faults';
import five9Plugin from '@elasticfunnels/switch-five9';
import vicidialPlugin from '@elasticfunnels/switch-vicidial';
import { API_KEY, CUSTOMER, PASSWORD, USERNAME, VICIDIAL_PASS } from './planted.ts';
import { showEverything } from './show-everything.ts';

const AGENT = parseAgentExtension('1001');
const CALL: CallReference = { callId: parseCallId('M1050700010000876401'), agentExtension: AGENT };

type AnyPhone = PhoneSwitch<Capability>;
type Perform = (phone: AnyPhone, options: { readonly deadlineMs: number }) => Promise<unknown>;

const DIAL: MakeCallRequest = { agentExtension: AGENT, destination: CUSTOMER };
const EVERYWHERE: Readonly<Record<string, Perform>> = {
  connect: (phone, options) => phone.connect(options),
  makeCall: (phone, options) => phone.makeCall(DIAL, options),
  hangupCall: (phone, options) => phone.hangupCall(CALL, options),
  transferCall: (phone, options) => phone.transferCall({ call: CALL, targetExtension: CUSTOMER }, options),
  getCallRecordingUrl: (phone, options) => phone.getCallRecordingUrl(CALL, options),
};
const VICIDIAL_ONLY: Readonly<Record<string, Perform>> = {
  getAgentStatus: (phone, options) => phone.getAgentStatus(AGENT, options),
  findCall: (phone, options) => phone.findCall('v1.1001.0.AAAAAAAA.AAAA', options),
};
const BRANDS: readonly string[] = ['bearer', 'basic', 'vicidial'];

/** What came of every operation of every brand. */
export interface Observed {
  /** Everything that can be seen of it but of its results: errors, logs. */
  readonly shown: string;
  readonly failures: number;
  readonly operations: number;
}

/** Runs every operation of a brand with a Bearer key, one with a password and a ViciDial, against one server. */
export async function runEverything(server: FaultServer, deadlineMs = 2_000): Promise<Observed> {
  const logger = new RecordingLogger();
  await using host = openHost(server, logger);
  const outcomes = await Promise.all(BRANDS.map((brand) => runBrand(host, brand, deadlineMs)));
  const failures = outcomes.flat().filter((error) => error !== undefined);
  const shown = [
    ...failures.map((error) => showEverything(error)),
    logger.text(),
    showEverything(logger.entries),
    showEverything(host),
  ];
  return { shown: shown.join('\n'), failures: failures.length, operations: outcomes.flat().length };
}

function openHost({ url, certificateAuthorities }: FaultServer, logger: RecordingLogger): SwitchHost {
  const network = { ...LOOPBACK_ALLOWED, certificateAuthorities };
  const host = createSwitchHost({ network, logger, retry: { attempts: 2, random: () => 0 } });
  host.register(five9Plugin);
  host.register(vicidialPlugin);
  const base = url.origin;
  host.setBrand('bearer', { plugin: 'five9', config: { api_base_url: base, api_key: API_KEY } });
  host.setBrand('basic', { plugin: 'five9', config: { api_base_url: base, username: USERNAME, password: PASSWORD } });
  host.setBrand('vicidial', {
    plugin: 'vicidial',
    config: { api_url: `${base}/non_agent_api.php`, agent_api_url: `${base}/agc/api.php`, user: 'apiuser', pass: VICIDIAL_PASS },
  });
  return host;
}

/** The error of each operation; undefined for a result. */
async function runBrand(host: SwitchHost, brand: string, deadlineMs: number): Promise<readonly unknown[]> {
  const phone = (await host.phoneSwitch(brand)) as AnyPhone;
  const work = { ...EVERYWHERE, ...(brand === 'vicidial' ? VICIDIAL_ONLY : {}) };
  return Promise.all(
    Object.values(work).map((perform) =>
      perform(phone, { deadlineMs }).then(
        () => undefined,
        (error: unknown) => error,
      ),
    ),
  );
}
