import type { Server } from 'node:http';
import type { ApiServices } from '../api/api-services.ts';
import { Authentication } from '../api/authentication.ts';
import { createDiallerParts, type DiallerParts } from '../dialler/dialler-parts.ts';
import { ViciDialDialler } from '../dialler/vicidial-dialler.ts';
import { FaultBoard } from '../faults/fault-board.ts';
import { type StartCallDelivery, StartCallUrlCaller } from '../start-call-url/start-call-url-caller.ts';
import { agentApiPath, createApp, nonAgentApiPath, recordingsPath } from './create-app.ts';
import { checkSettings, type ViciDialSimulatorSettings } from './simulator-settings.ts';

/** A simulated ViciDial that listens. */
export interface RunningViciDial {
  /** Origin, without a trailing slash. */
  readonly url: string;
  /** The Non-Agent API. */
  readonly apiUrl: string;
  /** The Agent API. */
  readonly agentApiUrl: string;
  /** The witness, and what tests set up. */
  readonly dialler: ViciDialDialler;
  readonly faults: FaultBoard;
  /** What became of each call of the Start Call URL. */
  startCallDeliveries(): readonly StartCallDelivery[];
  /** Stops listening, cuts connections and stops every timer; twice is harmless. */
  close(): Promise<void>;
}

/**
 * Starts a simulated ViciDial; throws `ViciDialSettingsError` or the error of `listen`.
 *
 * @example
 * const vicidial = await startViciDialSimulator({ user: 'apiuser', pass: 'secret', clock: new ManualClock() });
 * vicidial.dialler.simulateInboundCall({ from: '5557654321' });
 * await vicidial.close();
 */
export async function startViciDialSimulator(settings: ViciDialSimulatorSettings): Promise<RunningViciDial> {
  checkSettings(settings);
  const parts = createDiallerParts(settings);
  const dialler = new ViciDialDialler(parts);
  const faults = settings.faults ?? new FaultBoard();
  const address = { url: '' };
  const closing = new AbortController();
  const services = createServices(settings, parts, faults, () => `${address.url}${recordingsPath}`);
  const app = createApp(services, { closing: closing.signal, onRequest: settings.onRequest });
  const { host = '127.0.0.1', port = 0 } = settings;
  await app.listen({ host, port });
  address.url = originOf(host, app.server);
  const caller = startCalling(settings.startCallUrl, parts);
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    closing.abort();
    caller?.close();
    dialler.close();
    await app.close();
  };
  return {
    url: address.url,
    apiUrl: address.url + nonAgentApiPath,
    agentApiUrl: address.url + agentApiPath,
    dialler,
    faults,
    startCallDeliveries: () => caller?.deliveries() ?? [],
    close: () => (closed ??= close()),
  };
}

function createServices(
  apiUser: ViciDialSimulatorSettings,
  parts: DiallerParts,
  faults: FaultBoard,
  recordingsUrl: () => string,
): ApiServices {
  return { ...parts, apiUser, authentication: new Authentication(apiUser, parts.time), faults, recordingsUrl };
}

function startCalling(template: string | undefined, parts: DiallerParts): StartCallUrlCaller | undefined {
  if (template === undefined) return undefined;
  const caller = new StartCallUrlCaller(template, parts);
  parts.sentToAgent.add((call, agent) => caller.send(call, agent));
  return caller;
}

function originOf(host: string, server: Server): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  // A wildcard is where the server listens, not where a caller can go.
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
