import { ManualClock } from '@elasticfunnels/five9-middleware';
import type { ViciDialSimulatorSettings } from '../http/simulator-settings.ts';
import { type RunningViciDial, startViciDialSimulator } from '../http/start-simulator.ts';

/** A request's parameters. */
export type RigParameters = Readonly<Record<string, string>>;

/** A simulated ViciDial that really listens, and its clock. */
export interface Rig extends AsyncDisposable {
  readonly vicidial: RunningViciDial;
  readonly clock: ManualClock;
  /** Asks the Agent API, with the rig's credentials unless told otherwise; the body. */
  agent(name: string, parameters?: RigParameters): Promise<string>;
  /** Asks the Non-Agent API likewise. */
  nonAgent(name: string, parameters?: RigParameters): Promise<string>;
  /** Dials as a driver would, and waits until the screen has seen it. */
  dial(agentUser?: string, value?: string): Promise<string>;
  /** The fields of an agent's `agent_status` row. */
  status(agentUser?: string): Promise<readonly string[]>;
}

/** The credentials of every rig. */
export const credentials = { source: 'test', user: 'apiuser', pass: 'secret-1' } as const;

/** Noon of a winter's day in UTC, seven in the morning on the server's clock. */
export const noon: number = Date.UTC(2026, 0, 5, 12);

/** Starts a rig; dispose of it (`await using`) at the end of the test. */
export async function startRig(settings: Partial<ViciDialSimulatorSettings> = {}): Promise<Rig> {
  const clock = new ManualClock(noon);
  const vicidial = await startViciDialSimulator({ user: credentials.user, pass: credentials.pass, clock, ...settings });
  const ask = async (url: string, name: string, parameters: RigParameters = {}): Promise<string> => {
    const query = new URLSearchParams({ ...credentials, function: name, ...parameters });
    return (await fetch(`${url}?${query.toString()}`)).text();
  };
  const agent: Rig['agent'] = (name, parameters) => ask(vicidial.agentApiUrl, name, parameters);
  const nonAgent: Rig['nonAgent'] = (name, parameters) => ask(vicidial.apiUrl, name, parameters);
  return {
    vicidial,
    clock,
    agent,
    nonAgent,
    dial: async (agentUser = '1001', value = '5550001111') => {
      const parameters = { agent_user: agentUser, value, phone_code: '1', search: 'YES', preview: 'NO', focus: 'NO' };
      const body = await agent('external_dial', parameters);
      await clock.advance(1_000);
      return body;
    },
    status: async (agentUser = '1001') => {
      return (await nonAgent('agent_status', { agent_user: agentUser })).trimEnd().split('|');
    },
    [Symbol.asyncDispose]: () => vicidial.close(),
  };
}
