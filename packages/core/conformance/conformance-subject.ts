import type { AgentExtension, CallId, CallReference, Capability, PhoneSwitch, TransferKind } from '@elasticfunnels/switch-core';

/**
 * A trouble that a stage makes, from `provoke(trouble)` until `provoke(undefined)`. Where a command is carried out,
 * the witness must know of it while its answer is still missing.
 */
export type Trouble =
  /** The switch refuses every dial for a reason of its own, and nothing rings. */
  | 'refuse-before-dial'
  /** Commands are carried out, but the answer never comes: the connection is lost after the request was sent. */
  | 'lose-answer'
  /** Commands are carried out, then the switch answers that it failed. */
  | 'server-error'
  /** Commands are carried out, but the answer cannot be read. */
  | 'garbled-answer'
  /** The credentials are refused. */
  | 'bad-credentials'
  /** Nothing can be sent: the name does not resolve, or nobody listens. */
  | 'unreachable'
  /** The next request is refused with "later", and does nothing; the ones after it are not. */
  | 'rate-limit-once'
  /** Commands are carried out at once, but the answer takes longer than ten seconds. */
  | 'slow';

/** What a stage can do beyond dialling, or what the switch behind it knows. */
export type Facility =
  | `trouble:${Trouble}`
  /** The switch takes a campaign and a skill, and refuses a campaign that it does not know. */
  | 'campaigns'
  /** The switch tells agents apart: unknown, and known but not logged in. */
  | 'agent-refusals'
  /** The switch refuses destinations that are barred. */
  | 'blocked-destinations'
  /** The switch refuses destinations that nobody could dial. */
  | 'invalid-destinations'
  /** The switch knows idempotency keys. */
  | 'idempotency'
  | 'choose-call-id'
  | 'end-call-from-outside'
  | 'finish-recording'
  | 'expire-recording';

/** Who and what the cases play with. All of it is as described at the start of every case. */
export interface ConformanceCast {
  /** Ready to take part in a call. */
  readonly agent: AgentExtension;
  /** Whom the status tells as ready, where that is another state than the one in which an agent can dial; else `agent`. */
  readonly readyAgent?: AgentExtension;
  /** Ready too, and another. */
  readonly otherAgent: AgentExtension;
  /** An extension, of neither agent, that can take a call over. */
  readonly transferTarget: string;
  readonly loggedOutAgent: AgentExtension;
  readonly unknownAgent: AgentExtension;
  /** An extension that no call can be handed to. */
  readonly unknownTarget: string;
  /** A number that may be dialled, of at least seven digits. */
  readonly destination: string;
  /** Another one. */
  readonly otherDestination: string;
  /** On a do-not-call list, or barred. */
  readonly blockedDestination: string;
  /** Free of control characters and not empty, yet no number. */
  readonly invalidDestination: string;
  /** Shaped like an id of the switch, and of no call. */
  readonly unknownCallId: CallId;
  readonly campaignName: string;
  readonly skillId: string;
  readonly unknownCampaign: string;
  /** Every secret of the configuration, in the clear: none may show in an error. */
  readonly secrets: readonly string[];
}

/** A call as the switch itself knows it. */
export interface WitnessedCall {
  /** The id that operations must use, character for character. */
  readonly callId: string;
  /** The agent who dialled. */
  readonly agentExtension: string;
  readonly destination: string;
  readonly state: 'ringing' | 'active' | 'ended';
  /** The extension that has the call now. */
  readonly holder: string;
  readonly campaignName?: string;
  readonly skillId?: string;
  /** Every handing over that the switch carried out, the oldest first; of no kind where the switch cannot tell. */
  readonly transfers: readonly { readonly to: string; readonly kind?: TransferKind }[];
}

/** What the switch itself knows, told without the driver: the truth that every answer is held against. */
export interface ConformanceWitness {
  /** Every call of this stage, the oldest first, ended ones included. */
  calls(): Promise<readonly WitnessedCall[]>;
  /** How often a destination has rung. */
  rings(destination: string): Promise<number>;
}

/**
 * A fresh world with one open switch, for one case. What only some vendors can stage is optional; the subject says
 * under `cannot` what it leaves out, and why.
 */
export interface ConformanceStage {
  readonly phone: PhoneSwitch;
  readonly cast: ConformanceCast;
  readonly witness: ConformanceWitness;
  /** Begins a trouble, in place of another; ends it when given none. The witness goes on telling the truth. */
  provoke?(trouble: Trouble | undefined): Promise<void>;
  /** The call that an accepted dial has become: for switches that answer `accepted` and lack `call.status`. */
  findAcceptedCall?(reference: string): Promise<CallReference | undefined>;
  /** Has the destination pick up: for switches whose calls do not become active by themselves. */
  answerCall?(call: CallReference): Promise<void>;
  /** Makes an agent ready again after a call: for switches that keep agents in wrap-up. */
  finishWrapUp?(agent: AgentExtension): Promise<void>;
  /** The next call gets this id. */
  chooseCallId?(callId: CallId): Promise<void>;
  /** The other side hangs up. */
  endCallFromOutside?(call: CallReference): Promise<void>;
  /** The recording of a call that has ended is ready. */
  finishRecording?(call: CallReference): Promise<void>;
  /** The recording was ready, and is deleted. */
  expireRecording?(call: CallReference): Promise<void>;
  close(): Promise<void>;
}

/**
 * A switch that is held against what every switch promises: any vendor's, of whatever protocol.
 *
 * @example
 * const subject: ConformanceSubject = {
 *   name: 'acme behind the host',
 *   through: 'host',
 *   capabilities: ['call.status'],
 *   cannot: { 'choose-call-id': 'the simulator numbers its calls itself' },
 *   open: () => openAcmeStage(),
 * };
 */
export interface ConformanceSubject {
  readonly name: string;
  /** Whether the switch is what the host hands out, or the vendor's driver without the host's guard. */
  readonly through: 'host' | 'driver';
  /** What the plugin declares. */
  readonly capabilities: readonly Capability[];
  /** What the stage cannot do, each with the reason; cases that need it are skipped, and say so. */
  readonly cannot?: Readonly<Partial<Record<Facility, string>>>;
  /** How long one case may take, in milliseconds. Ten seconds unless given. */
  readonly patienceMs?: number;
  /** A fresh world: no calls, no trouble, everybody as the cast says. */
  open(): Promise<ConformanceStage>;
}
