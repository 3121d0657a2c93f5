/** What an agent does. `DISPO` is ViciDial's PAUSED with a lead still on the screen. */
export type AgentState = 'LOGGED OUT' | 'PAUSED' | 'READY' | 'INCALL' | 'DISPO';

/** The states in which a test can put an agent; a call brings about the others. */
export type RestingState = Exclude<AgentState, 'INCALL' | 'DISPO'>;

/** An agent as settings describe it. */
export interface AgentSettings {
  /** The user id: what `agent_user` names. */
  readonly user: string;
  readonly fullName?: string;
  /** The phone that the agent is logged in with, such as `SIP/8001`. */
  readonly extension?: string;
  readonly state?: RestingState;
  readonly campaign?: string;
  readonly userGroup?: string;
  readonly userLevel?: number;
  /** Whether the user may dial by hand (`agentcall_manual`); true by default. */
  readonly manualDial?: boolean;
}

/** An agent as the witness sees it: a user and, when logged in, a row of `vicidial_live_agents`. */
export interface SimulatedAgent extends Required<Omit<AgentSettings, 'state'>> {
  readonly state: AgentState;
  readonly sessionId: string;
  /** 0: no lead on the screen. */
  readonly leadId: number;
  readonly previewLeadId: number;
  /** Empty without a call. */
  readonly callId: string;
  readonly callsToday: number;
  readonly pauseCode: string;
}

/** A dial that waits for the agent's screen. */
export interface DialCommand {
  /** Digits, or MANUALNEXT. */
  readonly value: string;
  readonly phoneCode: string;
  readonly search: boolean;
  readonly preview: boolean;
  readonly vendorId: string;
  readonly leadId?: number;
}

/** A transfer that waits for the agent's screen. */
export interface TransferCommand {
  readonly value: string;
  readonly inGroup: string;
  readonly phoneNumber: string;
  /** The third party is another agent, who gets a call of the same lead. */
  readonly consultative: boolean;
}

/**
 * What the Agent API has asked of an agent's screen, and the screen has not done yet: one place each, as the columns
 * `external_...` of `vicidial_live_agents`, so that a second command of a kind replaces the first.
 */
export interface PendingCommands {
  hangup?: string;
  status?: string;
  pause?: 'PAUSE' | 'RESUME';
  dial?: DialCommand;
  transfer?: TransferCommand;
  park?: string;
  recording?: string;
}

/** An agent that the dialler changes. */
export type LiveAgent = { -readonly [Key in keyof SimulatedAgent]: SimulatedAgent[Key] } & {
  pending: PendingCommands;
  /** Set by a pause during a call: the agent is paused after the disposition. */
  pauseAfterCall: boolean;
  /** 0: none. */
  recordingId: number;
};
