import { randomUUID } from 'node:crypto';
import { type Clock, timestamp } from '../clock/clock.ts';
import { TaskGroup } from '../clock/task-group.ts';
import type { CallEventName } from '../five9/call-event.ts';
import { CallEventHub } from '../five9/call-event-hub.ts';
import type { AgentRoster } from './agent-roster.ts';
import { refuse } from './refuse.ts';
import { CallIdSequence, type MutableCall, newSessionId, type SimulatedCall } from './simulated-call.ts';
import type { SimulatorTimings } from './timings.ts';

/** What is known of a call when it begins. */
export interface NewCall {
  readonly direction: 'inbound' | 'outbound';
  readonly customerNumber: string;
  readonly dialledNumber: string;
  readonly agentExtension?: string | undefined;
  readonly campaign?: string | undefined;
  readonly skill?: string | undefined;
  /** Given when the call continues a conversation. */
  readonly sessionId?: string;
  /** The target already spoke to the first agent, so it does not ring again. */
  readonly alreadyAnswered?: boolean;
}

// A simulator that runs for days under --inbound-every must not grow without end.
const callsKept = 10_000;

/** The calls of the simulated Five9: how they ring, are answered and end. */
export class CallBook {
  readonly events: CallEventHub = new CallEventHub();
  readonly #calls = new Map<string, MutableCall>();
  readonly #ids = new CallIdSequence();
  readonly #clock: Clock;
  readonly #tasks: TaskGroup;
  readonly #agents: AgentRoster;
  readonly #timings: SimulatorTimings;

  constructor(clock: Clock, agents: AgentRoster, timings: SimulatorTimings) {
    this.#clock = clock;
    this.#tasks = new TaskGroup(clock);
    this.#agents = agents;
    this.#timings = timings;
  }

  /** Every call, oldest first, as a copy. */
  list(): readonly SimulatedCall[] {
    return [...this.#calls.values()].map((call) => ({ ...call }));
  }

  /** The call with an id; throws `Five9Error` (INTERACTION_UNKNOWN). */
  get(callId: string): SimulatedCall {
    return this.#get(callId);
  }

  /**
   * The live part of the call with an id; throws `Five9Error` (INTERACTION_FINISHED) when the call is over. The id that
   * the platform was given goes on naming the call after a transfer, though each agent's part has an id of its own: the
   * platform would take "this part has ended" for "nobody is on the phone".
   */
  requireActive(callId: string): SimulatedCall {
    const call = this.#get(callId);
    if (call.state !== 'ended') return call;
    const handedOn = call.transferredTo !== undefined;
    const live = handedOn ? this.list().find((part) => part.sessionId === call.sessionId && part.state !== 'ended') : undefined;
    if (live !== undefined) return live;
    throw refuse(this.#clock, 'INTERACTION_FINISHED', `The call has ended (by ${call.endedBy ?? 'agent'}).`, callId);
  }

  /** Begins a call; `announced` resolves when every listener has dealt with its first event. */
  start(request: NewCall): { readonly call: SimulatedCall; readonly announced: Promise<void> } {
    const call = this.#create(request);
    this.#calls.set(call.callId, call);
    this.#forgetOldest();
    if (call.agentExtension !== undefined) this.#agents.moveState(call.agentExtension, 'ready', 'on-call');
    const announced = this.#announce('call.ringing', call);
    if (request.alreadyAnswered === true) this.#answer(call);
    else if (call.agentExtension !== undefined) this.#tasks.schedule(this.#timings.ringMs, () => this.#answer(call));
    return { call: { ...call }, announced };
  }

  /** Ends the agent's part of a call that has not ended; throws `Five9Error` otherwise. */
  end(callId: string, by: NonNullable<SimulatedCall['endedBy']>, transferredTo?: string): SimulatedCall {
    const call = this.#get(this.requireActive(callId).callId);
    const { wrapUpMs, recordingDelayMs } = this.#timings;
    call.state = 'ended';
    call.endedAt = timestamp(this.#clock);
    call.endedBy = by;
    if (transferredTo !== undefined) call.transferredTo = transferredTo;
    if (call.agentExtension !== undefined) this.#beginWrapUp(call, call.agentExtension);
    void this.#announce('call.ended', call);
    this.#tasks.schedule(recordingDelayMs, () => this.#announce('recording.ready', call));
    if (typeof wrapUpMs === 'number' && wrapUpMs > 0) this.#tasks.schedule(wrapUpMs, () => this.dispose(call.callId));
    return { ...call };
  }

  /** Disposes of an ended call, after which its agent is ready again; disposing twice changes nothing. */
  dispose(callId: string): void {
    const call = this.#get(callId);
    if (!call.wrapUp) return;
    call.wrapUp = false;
    if (call.agentExtension !== undefined) this.#agents.moveState(call.agentExtension, 'wrap-up', 'ready');
  }

  /** Stops every timer; calls stay as they are. */
  close(): void {
    this.#tasks.close();
  }

  #get(callId: string): MutableCall {
    const call = this.#calls.get(callId);
    if (call !== undefined) return call;
    throw refuse(this.#clock, 'INTERACTION_UNKNOWN', 'No call has this id.');
  }

  #create(request: NewCall): MutableCall {
    const { agentExtension, campaign, skill } = request;
    return {
      callId: this.#ids.next(),
      sessionId: request.sessionId ?? newSessionId(),
      direction: request.direction,
      state: 'ringing',
      customerNumber: request.customerNumber,
      dialledNumber: request.dialledNumber,
      startedAt: timestamp(this.#clock),
      wrapUp: false,
      ...(agentExtension === undefined ? {} : { agentExtension }),
      ...(campaign === undefined ? {} : { campaign }),
      ...(skill === undefined ? {} : { skill }),
    };
  }

  #answer(call: MutableCall): void {
    if (call.state !== 'ringing') return;
    call.state = 'answered';
    call.answeredAt = timestamp(this.#clock);
    void this.#announce('call.answered', call);
    if (this.#timings.talkMs === 'never') return;
    this.#tasks.schedule(this.#timings.talkMs, () => {
      if (call.state === 'answered') this.end(call.callId, 'customer');
    });
  }

  #beginWrapUp(call: MutableCall, extension: string): void {
    call.wrapUp = this.#timings.wrapUpMs !== 0;
    this.#agents.moveState(extension, 'on-call', call.wrapUp ? 'wrap-up' : 'ready');
  }

  #announce(event: CallEventName, call: SimulatedCall): Promise<void> {
    const { callId, sessionId, direction, customerNumber, dialledNumber, agentExtension, campaign, skill } = call;
    return this.events.publish({
      event,
      eventId: randomUUID(),
      callId,
      sessionId,
      direction,
      customerNumber,
      dialledNumber,
      occurredAt: timestamp(this.#clock),
      attributes: {},
      ...(agentExtension === undefined ? {} : { agentExtension }),
      ...(campaign === undefined ? {} : { campaign }),
      ...(skill === undefined ? {} : { skill }),
    });
  }

  #forgetOldest(): void {
    if (this.#calls.size <= callsKept) return;
    for (const call of this.#calls.values()) {
      if (call.state !== 'ended') continue;
      this.#calls.delete(call.callId);
      return;
    }
  }
}
