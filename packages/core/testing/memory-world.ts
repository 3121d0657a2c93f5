import type { AgentStatus, MakeCallRequest, TransferKind } from '@elasticfunnels/switch-core';

/** Troubles that the in-memory switch can be given, from the moment they are provoked until they are ended. */
export type MemoryTrouble =
  /** Dials are refused for a reason of the switch's own. */
  | 'refuse-before-dial'
  /** Commands are carried out, but the answer never arrives. */
  | 'lose-answer'
  /** Commands are carried out, then the switch fails. */
  | 'server-error'
  /** Commands are carried out, but the answer cannot be read. */
  | 'garbled-answer'
  | 'bad-credentials'
  | 'unreachable'
  /** The next command is refused with "later"; the ones after it are not. */
  | 'rate-limit-once'
  /** Commands are carried out, but the answer comes later than anybody waits. */
  | 'slow';

/** An agent as the switch knows one. */
export interface MemoryAgent {
  readonly extension: string;
  readonly state: AgentStatus['state'];
}

/** A call as the switch knows it: what really happened, whatever a driver tells. */
export interface MemoryCall {
  readonly callId: string;
  /** How an accepted dial refers to the call. */
  readonly reference: string;
  /** The agent who dialled. */
  readonly agentExtension: string;
  readonly destination: string;
  readonly campaignName?: string;
  readonly skillId?: string;
  readonly state: 'ringing' | 'active' | 'ended';
  /** The extension that has the call now, or had it when it ended. */
  readonly holder: string;
  /** Every handing over, the oldest first; an unstated kind is done as `blind`. */
  readonly transfers: readonly { readonly to: string; readonly kind: TransferKind }[];
  readonly recording: 'none' | 'pending' | 'available' | 'expired';
}

/** How the in-memory switch behaves where vendors differ. */
export interface MemoryWorldOptions {
  /** Whether a dial is answered with the call's id, or with a reference only. `placed` unless given. */
  readonly dialsAs?: 'placed' | 'accepted';
  /** Whether an agent stays in wrap-up after a call until `finishWrapUp`. Not unless given. */
  readonly wrapUp?: boolean;
  /** Whether calls are recorded. They are unless given. */
  readonly recordsCalls?: boolean;
  /** The key that the configuration must hold. Any, or none, unless given. */
  readonly apiKey?: string;
}

type NewCall = Pick<MemoryCall, 'agentExtension' | 'destination'> & Pick<MakeCallRequest, 'campaignName' | 'skillId'>;

/**
 * What stands behind the in-memory switch: its agents, calls and recordings, and a witness of what really happened.
 *
 * @example
 * const { plugin, world } = createMemorySwitch();
 * world.setAgent('1001', 'ready');
 */
export class MemoryWorld {
  readonly options: Required<Omit<MemoryWorldOptions, 'apiKey'>> & Pick<MemoryWorldOptions, 'apiKey'>;
  readonly #agents = new Map<string, MemoryAgent>();
  readonly #calls = new Map<string, MemoryCall>();
  readonly #doNotCall = new Set<string>();
  readonly #campaigns = new Set<string>();
  readonly #dialled: string[] = [];
  readonly #chosenIds: string[] = [];
  #trouble: MemoryTrouble | undefined;

  constructor(options: MemoryWorldOptions = {}) {
    this.options = { dialsAs: 'placed', wrapUp: false, recordsCalls: true, ...options };
  }

  /** Adds an agent, or changes what one is doing. */
  setAgent(extension: string, state: MemoryAgent['state']): void {
    this.#agents.set(extension, { extension, state });
  }

  findAgent(extension: string): MemoryAgent | undefined {
    return this.#agents.get(extension);
  }

  /** Puts a destination on the do-not-call list. */
  block(destination: string): void {
    this.#doNotCall.add(destination);
  }

  isBlocked(destination: string): boolean {
    return this.#doNotCall.has(destination);
  }

  /** Makes a campaign known; until the first one, any is taken. */
  addCampaign(name: string): void {
    this.#campaigns.add(name);
  }

  hasCampaign(name: string): boolean {
    return this.#campaigns.size === 0 || this.#campaigns.has(name);
  }

  /** The next call gets this id. */
  chooseCallId(callId: string): void {
    this.#chosenIds.push(callId);
  }

  /** Every call, the oldest first. */
  calls(): readonly MemoryCall[] {
    return [...this.#calls.values()];
  }

  findCall(callId: string): MemoryCall | undefined {
    return this.#calls.get(callId);
  }

  /** How often a destination has rung. */
  rings(destination: string): number {
    return this.#dialled.filter((dialled) => dialled === destination).length;
  }

  /** Rings the destination; the agent is on the call from here on. */
  ring({ agentExtension, destination, campaignName, skillId }: NewCall): MemoryCall {
    const number = this.#calls.size + 1;
    // Longer than a double can hold and with leading zeros: whoever reads it as a number loses it.
    const callId = this.#chosenIds.shift() ?? `0030000000011527${String(number).padStart(4, '0')}`;
    const recording = this.options.recordsCalls ? 'pending' : 'none';
    const placed = {
      agentExtension,
      destination,
      ...(campaignName === undefined ? {} : { campaignName }),
      ...(skillId === undefined ? {} : { skillId }),
      callId,
      reference: `dial-${number}`,
      state: 'ringing',
      holder: agentExtension,
      transfers: [],
      recording,
    } as const;
    this.#dialled.push(destination);
    this.#calls.set(callId, placed);
    this.setAgent(agentExtension, 'on_call');
    return placed;
  }

  /** The destination picks up. */
  answer(callId: string): void {
    if (this.#getCall(callId).state === 'ringing') this.#change(callId, { state: 'active' });
  }

  /** The call is over, whoever ended it. */
  end(callId: string): void {
    const { holder, state } = this.#getCall(callId);
    if (state === 'ended') return;
    this.#change(callId, { state: 'ended' });
    this.#free(holder);
  }

  /** Hands the call over to another extension. */
  move(callId: string, to: string, kind: TransferKind): void {
    const { holder, transfers } = this.#getCall(callId);
    this.#change(callId, { holder: to, transfers: [...transfers, { to, kind }] });
    this.#free(holder);
    this.setAgent(to, 'on_call');
  }

  /** The agent has given the call its disposition. */
  finishWrapUp(extension: string): void {
    if (this.findAgent(extension)?.state === 'wrap_up') this.setAgent(extension, 'ready');
  }

  finishRecording(callId: string): void {
    this.#change(callId, { recording: 'available' });
  }

  expireRecording(callId: string): void {
    this.#change(callId, { recording: 'expired' });
  }

  /** Begins a trouble, in place of another; ends it when given none. */
  provoke(trouble: MemoryTrouble | undefined): void {
    this.#trouble = trouble;
  }

  /** The trouble that the command which is arriving meets. */
  meetTrouble(): MemoryTrouble | undefined {
    const trouble = this.#trouble;
    if (trouble === 'rate-limit-once') this.#trouble = undefined;
    return trouble;
  }

  #free(extension: string): void {
    this.setAgent(extension, this.options.wrapUp ? 'wrap_up' : 'ready');
  }

  #getCall(callId: string): MemoryCall {
    const call = this.#calls.get(callId);
    if (call === undefined) throw new Error(`The in-memory switch has no call ${callId}.`);
    return call;
  }

  #change(callId: string, changes: Partial<MemoryCall>): void {
    this.#calls.set(callId, { ...this.#getCall(callId), ...changes });
  }
}
