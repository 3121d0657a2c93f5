import type { AgentSettings, LiveAgent, RestingState, SimulatedAgent } from './agent.ts';

/** The agents that a simulator has unless it is told otherwise. */
export const defaultAgents: readonly AgentSettings[] = [
  { user: '1001', fullName: 'Ada Paused' },
  { user: '1002', fullName: 'Ben Paused' },
  { user: '1003', fullName: 'Cleo Logged-out', state: 'LOGGED OUT' },
  { user: '1004', fullName: 'Dan Ready', state: 'READY' },
  { user: '1005', fullName: 'Eve No-manual-dial', manualDial: false },
  ...Array.from({ length: 10 }, (_, index) => ({ user: String(1010 + index), fullName: `Agent ${1010 + index}` })),
];

const firstSession = 8_600_051;
const firstPhone = 8_001;

/** The agents of the simulated ViciDial. */
export class AgentRoster {
  readonly #agents = new Map<string, LiveAgent>();

  constructor(agents: readonly AgentSettings[]) {
    for (const [index, agent] of agents.entries()) this.#agents.set(agent.user, createAgent(agent, index));
  }

  /** Every agent in the order of the settings. */
  list(): readonly LiveAgent[] {
    return [...this.#agents.values()];
  }

  /** The agent with a user id, logged in or not. */
  find(user: string): LiveAgent | undefined {
    return this.#agents.get(user);
  }

  /** The agent with a user id; throws RangeError. */
  get(user: string): LiveAgent {
    const agent = this.#agents.get(user);
    if (agent === undefined) throw new RangeError(`No agent has the user id ${user}.`);
    return agent;
  }

  /** The agent with a user id, if logged in. */
  findLoggedIn(user: string): LiveAgent | undefined {
    const agent = this.#agents.get(user);
    return agent?.state === 'LOGGED OUT' ? undefined : agent;
  }

  /** Puts an agent at rest: nothing on the screen, nothing pending. */
  rest(agent: LiveAgent, state: RestingState): void {
    Object.assign(agent, { state, leadId: 0, previewLeadId: 0, callId: '', pauseCode: state === 'PAUSED' ? 'LOGIN' : '' });
    Object.assign(agent, { pending: {}, pauseAfterCall: false, recordingId: 0 });
  }
}

/** The agent without what is the dialler's own business. */
export function viewAgent({
  pending: _pending,
  pauseAfterCall: _paused,
  recordingId: _recording,
  ...agent
}: LiveAgent): SimulatedAgent {
  return agent;
}

function createAgent(settings: AgentSettings, index: number): LiveAgent {
  const state = settings.state ?? 'PAUSED';
  return {
    user: settings.user,
    fullName: settings.fullName ?? `Agent ${settings.user}`,
    extension: settings.extension ?? `SIP/${firstPhone + index}`,
    campaign: settings.campaign ?? 'TESTCAMP',
    userGroup: settings.userGroup ?? 'AGENTS',
    userLevel: settings.userLevel ?? 1,
    manualDial: settings.manualDial ?? true,
    state,
    sessionId: String(firstSession + index),
    leadId: 0,
    previewLeadId: 0,
    callId: '',
    callsToday: 0,
    pauseCode: state === 'PAUSED' ? 'LOGIN' : '',
    pending: {},
    pauseAfterCall: false,
    recordingId: 0,
  };
}
