import { type Clock, timestamp } from '../clock/clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import type { FaultBoard } from '../faults/fault-board.ts';
import type { CallEventListener } from '../five9/call-event.ts';
import type {
  DialRequest,
  DisconnectedCall,
  Five9Port,
  PlacedCall,
  RecordingAudio,
  RecordingLookup,
  TransferKind,
  TransferRequest,
} from '../five9/five9-port.ts';
import { ScreenPopSender, type ScreenPopDelivery, type ScreenPopSettings } from '../screen-pop/screen-pop-sender.ts';
import { AgentRoster } from './agent-roster.ts';
import { CallBook } from './call-book.ts';
import { checkDial } from './dial-rules.ts';
import { type AgentState, defaultDirectory, type Directory, type DirectoryAgent } from './directory.ts';
import { RecordingArchive } from './recording-archive.ts';
import { refuse } from './refuse.ts';
import type { SimulatedCall } from './simulated-call.ts';
import { defaultTimings, type SimulatorTimings } from './timings.ts';

/** How a simulated Five9 differs from the default one. */
export interface SimulatorOptions {
  readonly clock?: Clock | undefined;
  readonly timings?: Partial<SimulatorTimings>;
  readonly directory?: Partial<Directory>;
  /** The kinds of transfer that the domain permits; both by default. */
  readonly transferKinds?: readonly TransferKind[];
  /** Sends signed screen pops from the simulator itself; use this or the middleware's own setting, not both. */
  readonly screenPop?: ScreenPopSettings;
  /** Faults for the screen pops sent from here. */
  readonly faults?: FaultBoard | undefined;
}

/** A dial that took place: the witness of "never rings twice". */
export interface SimulatedDial {
  readonly callId: string;
  readonly agentExtension: string;
  readonly destination: string;
  readonly campaign?: string;
  readonly skill?: string;
  /** RFC 3339 with an offset. */
  readonly at: string;
}

/** A customer who calls in. */
export interface InboundCall {
  readonly from: string;
  /** The number that the customer dialled. */
  readonly to?: string;
  /** Absent: the first ready agent who is eligible, else the queue; null: the queue. */
  readonly agentExtension?: string | null;
  readonly campaign?: string;
  readonly skill?: string;
}

/** A simulated Five9 domain in memory, with a clock that tests can drive. */
export class Five9Simulator implements Five9Port {
  readonly #clock: Clock;
  readonly #directory: Directory;
  readonly #agents: AgentRoster;
  readonly #calls: CallBook;
  readonly #recordings: RecordingArchive;
  readonly #transferKinds: readonly TransferKind[];
  readonly #sender: ScreenPopSender | undefined;
  readonly #dials: SimulatedDial[] = [];

  constructor(options: SimulatorOptions = {}) {
    const timings = { ...defaultTimings, ...options.timings };
    this.#clock = options.clock ?? systemClock;
    this.#directory = { ...defaultDirectory, ...options.directory };
    this.#agents = new AgentRoster(this.#directory.agents, this.#clock);
    this.#calls = new CallBook(this.#clock, this.#agents, timings);
    this.#recordings = new RecordingArchive(this.#clock, this.#calls, this.#directory, timings.recordingDelayMs);
    this.#transferKinds = options.transferKinds ?? ['blind', 'attended'];
    this.#sender = this.#startSender(options);
  }

  /** Always succeeds: the simulated Five9 has no credentials of its own. */
  async verifySession(): Promise<void> {
    await Promise.resolve();
  }

  /** Dials for a ready agent; throws `Five9Error`, and then nothing has rung. */
  async dial(request: DialRequest): Promise<PlacedCall> {
    const { agentExtension, destination, campaign, skill } = request;
    checkDial(request, this.#directory, this.#agents, this.#clock);
    const { call } = this.#calls.start({
      direction: 'outbound',
      customerNumber: destination,
      dialledNumber: destination,
      agentExtension,
      campaign,
      skill,
    });
    const optional = { ...(campaign === undefined ? {} : { campaign }), ...(skill === undefined ? {} : { skill }) };
    this.#dials.push({ callId: call.callId, agentExtension, destination, ...optional, at: timestamp(this.#clock) });
    return { callId: call.callId, sessionId: call.sessionId };
  }

  /** Ends the agent's part of a call; throws `Five9Error` for a call that is unknown or has ended. */
  async disconnect(callId: string): Promise<DisconnectedCall> {
    return { wrapUpRequired: this.#calls.end(callId, 'agent').wrapUp };
  }

  /**
   * Hands a call to another agent, who gets a call id of their own in the same session. Simplification: an attended
   * transfer consults and completes in one step, so that the target's call is answered at once instead of ringing.
   */
  async transfer(request: TransferRequest): Promise<void> {
    const kind = request.kind ?? 'blind';
    const call = this.#calls.requireActive(request.callId);
    if (!this.#transferKinds.includes(kind)) {
      throw refuse(this.#clock, 'TRANSFER_UNSUPPORTED', `This domain does not permit ${kind} transfers.`);
    }
    const target = this.#agents.get(request.targetExtension);
    if (target.extension === call.agentExtension) {
      throw refuse(this.#clock, 'TRANSFER_TO_SELF', `Agent ${target.extension} already has the call.`);
    }
    this.#agents.requireReady(target.extension);
    this.#calls.end(call.callId, kind === 'blind' ? 'blind transfer' : 'attended transfer', target.extension);
    this.#calls.start({ ...call, agentExtension: target.extension, alreadyAnswered: kind === 'attended' });
  }

  /** Where the recording of a call stands; throws `Five9Error` for an unknown call. */
  async findRecording(callId: string): Promise<RecordingLookup> {
    return this.#recordings.find(callId);
  }

  /** The WAV of an available recording; throws `Five9Error` otherwise. */
  async openRecording(recordingId: string): Promise<RecordingAudio> {
    return this.#recordings.open(recordingId);
  }

  /** Announces every call event to a listener until the returned function is called. */
  onCallEvent(listener: CallEventListener): () => void {
    return this.#calls.events.subscribe(listener);
  }

  /** Lets a customer call in; `announced` resolves when the screen pop was delivered or given up. Throws `Five9Error` when the named agent is not ready. */
  simulateInboundCall(inbound: InboundCall): { readonly call: SimulatedCall; readonly announced: Promise<void> } {
    const { campaign, skill } = inbound;
    if (typeof inbound.agentExtension === 'string') this.#agents.requireReady(inbound.agentExtension);
    const anyone = inbound.agentExtension === undefined ? this.#agents.findReady(campaign, skill)?.extension : undefined;
    return this.#calls.start({
      direction: 'inbound',
      customerNumber: inbound.from,
      dialledNumber: inbound.to ?? '+18005550100',
      agentExtension: inbound.agentExtension ?? anyone,
      campaign,
      skill,
    });
  }

  /** Every call so far, oldest first. */
  calls(): readonly SimulatedCall[] {
    return this.#calls.list();
  }

  /** Every dial that took place, oldest first: a customer's phone rang exactly this often. */
  dials(): readonly SimulatedDial[] {
    return [...this.#dials];
  }

  /** Every agent with its present state. */
  agents(): readonly DirectoryAgent[] {
    return this.#agents.list();
  }

  /** What became of each screen pop that the simulator itself sent. */
  deliveries(): readonly ScreenPopDelivery[] {
    return this.#sender?.deliveries() ?? [];
  }

  /** Puts an agent into a state; throws `Five9Error` for an unknown extension. */
  setAgentState(extension: string, state: AgentState): void {
    this.#agents.setState(extension, state);
  }

  /** The customer hangs up; throws `Five9Error` for a call that is unknown or has ended. */
  customerHangsUp(callId: string): void {
    this.#calls.end(callId, 'customer');
  }

  /** The agent's second step after a call: ends wrap-up. */
  disposeCall(callId: string): void {
    this.#calls.dispose(callId);
  }

  /** Deletes a call's recording, as a retention rule would. */
  purgeRecording(callId: string): void {
    this.#recordings.purge(callId);
  }

  /** Makes the recording of an ended call available without waiting. */
  finishRecording(callId: string): void {
    this.#recordings.finish(callId);
  }

  /** Leaves a call without a recording. */
  neverRecord(callId: string): void {
    this.#recordings.neverRecord(callId);
  }

  /** Stops every timer and gives up undelivered screen pops. */
  async close(): Promise<void> {
    this.#calls.close();
    await this.#sender?.close();
  }

  #startSender(options: SimulatorOptions): ScreenPopSender | undefined {
    if (options.screenPop === undefined) return undefined;
    const sender = new ScreenPopSender(options.screenPop, { clock: this.#clock, faults: options.faults });
    this.onCallEvent((event) => sender.send(event));
    return sender;
  }
}
