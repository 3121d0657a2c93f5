/** What an agent is doing; only `ready` agents can take or place a call. */
export type AgentState = 'logged-out' | 'not-ready' | 'ready' | 'on-call' | 'wrap-up';

/** An agent of the simulated Five9 domain. */
export interface DirectoryAgent {
  readonly extension: string;
  readonly state: AgentState;
  /** Campaign names that the agent may dial for; absent means all. */
  readonly campaigns?: readonly string[];
  /** Skill ids that the agent has; absent means all. */
  readonly skills?: readonly string[];
}

/** A campaign of the simulated Five9 domain. */
export interface DirectoryCampaign {
  readonly name: string;
  /** Whether its calls are recorded; absent means yes. */
  readonly recorded?: boolean;
}

/** Who and what the simulated Five9 domain knows. */
export interface Directory {
  readonly agents: readonly DirectoryAgent[];
  readonly campaigns: readonly DirectoryCampaign[];
  readonly skills: readonly string[];
  /** Numbers that must not be called, compared by their digits. */
  readonly doNotCall: readonly string[];
}

const parallelAgents: readonly DirectoryAgent[] = Array.from({ length: 10 }, (_, index) => ({
  extension: String(1010 + index),
  state: 'ready',
}));

/** The domain that the simulator begins with; the README lists it. */
export const defaultDirectory: Directory = {
  agents: [
    { extension: '1001', state: 'ready' },
    { extension: '1002', state: 'ready' },
    { extension: '1003', state: 'logged-out' },
    { extension: '1004', state: 'not-ready' },
    { extension: '1005', state: 'ready', campaigns: ['support', 'confidential'], skills: ['502'] },
    ...parallelAgents,
  ],
  campaigns: [{ name: 'outbound-sales' }, { name: 'support' }, { name: 'confidential', recorded: false }],
  skills: ['501', '502'],
  doNotCall: ['+15550009999'],
};
