import type { Clock } from '../clock/clock.ts';
import type { Five9ContextCode } from '../five9/five9-error.ts';
import type { AgentState, DirectoryAgent } from './directory.ts';
import { refuse } from './refuse.ts';

interface Agent extends DirectoryAgent {
  state: AgentState;
}

type UnreadyState = Exclude<AgentState, 'ready'>;

const unready: Readonly<Record<UnreadyState, readonly [code: Five9ContextCode, words: string]>> = {
  'logged-out': ['LOGIN', 'is logged out'],
  'not-ready': ['AGENT_NOT_READY', 'is not ready'],
  'on-call': ['AGENT_ON_CALL', 'is on a call'],
  'wrap-up': ['AGENT_WRAP_UP', 'is in wrap-up'],
};

/** The agents of the simulated domain and what each is doing. */
export class AgentRoster {
  readonly #agents: ReadonlyMap<string, Agent>;
  readonly #clock: Clock;

  constructor(agents: readonly DirectoryAgent[], clock: Clock) {
    this.#agents = new Map(agents.map((agent) => [agent.extension, { ...agent }]));
    this.#clock = clock;
  }

  /** The agent with an extension; throws `Five9Error` (AGENT_UNKNOWN). */
  get(extension: string): DirectoryAgent {
    return this.#get(extension);
  }

  /** Every agent with its present state. */
  list(): readonly DirectoryAgent[] {
    return [...this.#agents.values()].map((agent) => ({ ...agent }));
  }

  /** Puts an agent into a state; throws `Five9Error` (AGENT_UNKNOWN). */
  setState(extension: string, state: AgentState): void {
    this.#get(extension).state = state;
  }

  /** Moves an agent on only from the state in which the caller believes it to be: logging out meanwhile wins. */
  moveState(extension: string, from: AgentState, to: AgentState): void {
    const agent = this.#agents.get(extension);
    if (agent?.state === from) agent.state = to;
  }

  /** The agent, if it can take a call now; throws `Five9Error` that says what it is doing instead. */
  requireReady(extension: string): DirectoryAgent {
    const agent = this.#get(extension);
    if (agent.state === 'ready') return agent;
    const [code, words] = unready[agent.state];
    throw refuse(this.#clock, code, `Agent ${agent.extension} ${words}.`, agent.extension);
  }

  /** The first ready agent who serves a campaign and a skill. */
  findReady(campaign: string | undefined, skill: string | undefined): DirectoryAgent | undefined {
    return this.list().find(
      (agent) => agent.state === 'ready' && serves(agent.campaigns, campaign) && serves(agent.skills, skill),
    );
  }

  #get(extension: string): Agent {
    const agent = this.#agents.get(extension);
    if (agent !== undefined) return agent;
    // The text comes from the caller: shorten it before it is repeated.
    throw refuse(this.#clock, 'AGENT_UNKNOWN', `No agent has the extension ${extension.slice(0, 20)}.`, extension);
  }
}

/** Whether a list of eligibilities, absent meaning all, covers what is asked for. */
export function serves(eligible: readonly string[] | undefined, wanted: string | undefined): boolean {
  return wanted === undefined || eligible === undefined || eligible.includes(wanted);
}
