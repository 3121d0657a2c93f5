import {
  type ConfiguredPlugin,
  createSwitchHost,
  type PhoneSwitch,
  SwitchError,
  type SwitchEndpoint,
  type SwitchPlugin,
  UndiciTransport,
} from '@elasticfunnels/switch-core';
import { explainFailure } from '../cli/explain-failure.ts';
import { type GatheredSettings, listSettingsFields } from '../cli/settings.ts';
import { broken, type Finding, fromError, holds, warns } from './check.ts';
import type { CheckLabel, Examination } from './examination.ts';
import { EndpointExamination } from './examine-endpoint.ts';
import { examineNetwork, type NetworkServices, type Way } from './examine-network.ts';
import { lookAtDial } from './look-at-dial.ts';
import { withPace } from './look-at-pace.ts';
import { lookAtRecording } from './look-at-recording.ts';
import { lookAtWebhook } from './look-at-webhook.ts';
import type { DoctorQuestions } from './doctor-questions.ts';

/** One brand: its plugin, what was filled in, and what else is asked. */
export interface BrandUnderExamination {
  readonly plugin: SwitchPlugin;
  readonly gathered: GatheredSettings;
  readonly network: NetworkServices;
  readonly asked: DoctorQuestions;
}

const BRAND = 'command-line';

/** What is checked of every switch once its settings are right. */
const OF_THE_WAY: readonly CheckLabel[] = [
  { name: 'dns', title: 'DNS' },
  { name: 'policy', title: 'Network policy' },
  { name: 'tcp', title: 'TCP' },
  { name: 'tls', title: 'TLS' },
  { name: 'http', title: 'HTTP' },
  { name: 'connect', title: 'Connect' },
  { name: 'credentials', title: 'Credentials' },
  { name: 'clock', title: 'Clock' },
  { name: 'path', title: 'Paths' },
  { name: 'errors', title: 'Errors' },
];

/** Makes every check that there is for a brand, from its settings to its screen pops. */
export async function examineBrand(brand: BrandUnderExamination, examination: Examination): Promise<void> {
  const transport = new UndiciTransport({
    policy: brand.network.policy,
    ...(brand.network.resolveHost === undefined ? {} : { resolveHost: brand.network.resolveHost }),
  });
  try {
    const configured = await examineConfig(brand, examination);
    const obstacle = configured === undefined ? 'the configuration has to hold first' : undefined;
    if (obstacle !== undefined) for (const label of OF_THE_WAY) examination.skip(label, obstacle);
    const endpoints = configured?.endpoints?.() ?? [];
    await examineEndpoints(endpoints, brand, transport, examination);
    if (configured !== undefined && endpoints.length === 0) await examineByConnecting(brand, examination);
    await examineCalls(brand, examination, obstacle);
    await examineWebhook(brand, transport, examination);
  } finally {
    await transport.close();
  }
}

async function examineConfig(
  { plugin, gathered }: BrandUnderExamination,
  examination: Examination,
): Promise<ConfiguredPlugin | undefined> {
  let configured: ConfiguredPlugin | undefined;
  await examination.check({ name: 'config', title: 'Configuration' }, async () => {
    try {
      configured = plugin.configure(gathered.settings.config);
    } catch (error) {
      if (!SwitchError.has(error, 'CONFIG_INVALID')) throw error;
      const details = error.details.issues.map(({ path, message }) => `${path === '' ? '' : `${path} `}${message}`);
      const found = `${details.length} ${details.length === 1 ? 'field is' : 'fields are'} not right`;
      const explained = explainFailure(error, plugin, gathered);
      const { hint } = SwitchError.is(explained) ? explained : error;
      return broken(found, { details, code: error.code, next: hint });
    }
    const [first] = configured.endpoints?.() ?? [];
    if (first === undefined) return holds(`every field of ${plugin.displayName} is right`);
    return holds(`every field of ${plugin.displayName} is right; credentials: ${first.authorisation.scheme}`);
  });
  return configured;
}

/** The network once for each host, whatever stands behind it. */
async function examineEndpoints(
  endpoints: readonly SwitchEndpoint[],
  { plugin, gathered, network }: BrandUnderExamination,
  transport: UndiciTransport,
  examination: Examination,
): Promise<void> {
  const ways = new Map<string, Way>();
  const credentialsFrom = listCredentialOrigins(plugin, gathered);
  for (const endpoint of endpoints) {
    const { baseUrl, field } = endpoint;
    const way =
      ways.get(baseUrl.origin) ?? (await examineNetwork({ url: baseUrl, field, called: 'base URL' }, network, examination));
    ways.set(baseUrl.origin, way);
    // The credentials are the same: another try would only count towards a lock-out.
    const run = areRefused(examination) ? { obstacle: 'the credentials have to hold first', addresses: [] } : way;
    await new EndpointExamination(endpoint, { transport, examination, credentialsFrom }).run(run);
  }
}

/** A variable that is left over from another day is a wrong key that stands in no file. */
function listCredentialOrigins(plugin: SwitchPlugin, { origins }: GatheredSettings): readonly string[] {
  return listSettingsFields(plugin).flatMap(({ name, secret }) => {
    const origin = secret ? origins.get(name) : undefined;
    return origin === undefined ? [] : [`${name} comes from ${origin}`];
  });
}

function areRefused({ checks }: Examination): boolean {
  return checks.some(({ name, code }) => name === 'credentials' && code === 'UNAUTHENTICATED');
}

/** All that can be said of a plugin that does not tell where it connects. */
async function examineByConnecting(brand: BrandUnderExamination, examination: Examination): Promise<void> {
  const connect: CheckLabel = { name: 'connect', title: 'Connect' };
  await examination.check(connect, () =>
    withSwitch(brand, async (phone): Promise<Finding> => {
      const { signal, waitMs } = examination;
      const result = await phone.connect({ signal, deadlineMs: waitMs });
      const { latencyMs } = result;
      if (result.status === 'verified') return withPace(holds(`verified in ${Math.round(latencyMs)} ms`), 'connect', latencyMs);
      return warns(`reachable in ${Math.round(latencyMs)} ms, but ${result.reason}`);
    }),
  );
  examination.skip({ name: 'path', title: 'Paths' }, 'the plugin does not say where it connects, nor how to try it out');
}

async function examineCalls(brand: BrandUnderExamination, examination: Examination, obstacle: string | undefined): Promise<void> {
  const { recordingOf, dialTest } = brand.asked;
  const recording: CheckLabel = { name: 'recording', title: 'Recording' };
  const dial: CheckLabel = { name: 'dial', title: 'Test call' };
  const reason = obstacle ?? (isCutOff(examination) ? 'the way to the switch has to hold first' : undefined);
  if (recordingOf === undefined) examination.skip(recording, 'add --recording-of CALL_ID');
  else if (reason !== undefined) examination.skip(recording, reason);
  else await examination.check(recording, () => withSwitch(brand, (phone) => lookAtRecording(phone, recordingOf, examination)));
  if (dialTest === undefined) examination.skip(dial, 'nothing is dialled: add --dial-test NUMBER --agent EXTENSION');
  else if (reason !== undefined) examination.skip(dial, reason);
  else await examination.check(dial, () => withSwitch(brand, (phone) => lookAtDial(phone, dialTest, examination)));
}

/** Whether no request can reach the switch, or none with these credentials. */
function isCutOff({ checks }: Examination): boolean {
  const needed = new Set(['dns', 'policy', 'tcp', 'tls', 'http', 'credentials']);
  return checks.some(({ name, status, code }) => {
    if (status !== 'broken') return false;
    // Of the connect path: it redirects, or something else than the service stands behind the base URL.
    return needed.has(name) || (name === 'connect' && code === 'CONTRACT_VIOLATED');
  });
}

/** The switch as the platform would have it: behind the host's guard. */
async function withSwitch(
  { plugin, gathered, network }: BrandUnderExamination,
  look: (phone: PhoneSwitch) => Promise<Finding>,
): Promise<Finding> {
  const { policy, resolveHost } = network;
  await using host = createSwitchHost({
    network: policy,
    retry: { attempts: 1 },
    ...(resolveHost === undefined ? {} : { transport: new UndiciTransport({ policy, resolveHost }) }),
  });
  host.register(plugin);
  host.setBrand(BRAND, gathered.settings);
  try {
    return await look(await host.phoneSwitch(BRAND));
  } catch (error) {
    if (!SwitchError.is(error)) throw error;
    return fromError(error);
  }
}

async function examineWebhook(
  { asked: { webhook }, network }: BrandUnderExamination,
  transport: UndiciTransport,
  examination: Examination,
): Promise<void> {
  const label: CheckLabel = { name: 'screen_pop', title: 'Screen pop' };
  if (webhook === undefined) {
    examination.skip(label, 'add --webhook-url URL, as the platform shows it for this brand');
    return;
  }
  const { obstacle } = await examineNetwork(
    { url: webhook.url, called: 'webhook URL' as const, field: 'webhook', prefix: 'Webhook ' },
    network,
    examination,
  );
  if (obstacle !== undefined) examination.skip(label, obstacle);
  else await examination.check(label, () => lookAtWebhook(webhook.url, webhook.secret, transport, examination));
}
