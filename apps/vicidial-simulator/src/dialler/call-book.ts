import type { DiallerTime } from '../clock/dialler-time.ts';
import type { LiveAgent } from './agent.ts';
import type { AgentRoster } from './agent-roster.ts';
import { type CallEnd, makeCallId, type MutableCall, type SimulatedCall } from './call.ts';
import type { Lead } from './lead-book.ts';
import type { RecordingLog } from './recording-log.ts';
import type { DiallerTimings } from './timings.ts';

/** An inbound call, or one that was handed on to another agent or in-group. */
export interface ArrivingCall {
  readonly kind: 'Y' | 'J';
  readonly lead: Lead;
  readonly inGroup: string;
  readonly dialledNumber: string;
  readonly campaign: string;
  /** The conversation's uniqueid, when it goes on. */
  readonly uniqueId?: string;
  /** Only this agent may have it (AGENTDIRECT). */
  readonly user?: string;
}

/** What the calls work with. */
export interface CallBookServices {
  readonly time: DiallerTime;
  readonly agents: AgentRoster;
  readonly recordings: RecordingLog;
  readonly timings: DiallerTimings;
  /** Whether agents of auto-dial campaigns go back to READY after a disposition. */
  readonly autoDial: boolean;
  /** Told of every call that is sent to an agent. */
  readonly onSentToAgent: (call: SimulatedCall, agent: LiveAgent) => Promise<void>;
}

// A simulator that runs for days under --inbound-every must not grow without end.
const callsKept = 10_000;

/** The calls of the simulated ViciDial: how they ring, are answered, wait and end. */
export class CallBook {
  readonly #calls: MutableCall[] = [];
  readonly #wanted = new WeakMap<MutableCall, string>();
  readonly #services: CallBookServices;
  #channels = 1_234;

  constructor(services: CallBookServices) {
    this.#services = services;
  }

  /** Every call, oldest first. */
  list(): readonly MutableCall[] {
    return this.#calls;
  }

  /** The newest call with an id: ViciDial's ids are not unique, two dials of one lead in one second share theirs. */
  find(callId: string): MutableCall | undefined {
    return callId === '' ? undefined : this.#calls.findLast((call) => call.callId === callId);
  }

  /** Dials a lead by hand for an agent who is paused. */
  dial(agent: LiveAgent, lead: Lead, phoneCode: string): MutableCall {
    const { time, timings, onSentToAgent } = this.#services;
    const call = this.#add({
      callId: makeCallId('M', time.callerIdDate(), lead.leadId),
      uniqueId: '',
      leadId: lead.leadId,
      direction: 'outbound',
      state: 'dialling',
      phoneNumber: lead.phoneNumber,
      phoneCode,
      campaign: agent.campaign,
      startedAt: time.timestamp(),
      parked: false,
    });
    this.#occupy(agent, call);
    void onSentToAgent({ ...call }, agent);
    if (timings.ringMs !== 'never') time.schedule(timings.ringMs, () => this.#answer(call, agent));
    return call;
  }

  /** Takes in a call and sends it to an agent, or lets it wait; `announced` resolves when the Start Call URL was called. */
  receive(arriving: ArrivingCall): { readonly call: MutableCall; readonly announced: Promise<void> } {
    const { time } = this.#services;
    const { lead, inGroup, dialledNumber, campaign } = arriving;
    const call = this.#add({
      callId: makeCallId(arriving.kind, time.callerIdDate(), lead.leadId),
      uniqueId: arriving.uniqueId ?? this.#nextUniqueId(),
      leadId: lead.leadId,
      direction: 'inbound',
      state: 'queued',
      phoneNumber: lead.phoneNumber,
      phoneCode: lead.phoneCode,
      dialledNumber,
      campaign,
      inGroup,
      startedAt: time.timestamp(),
      parked: false,
    });
    if (arriving.user !== undefined) this.#wanted.set(call, arriving.user);
    return { call, announced: this.routeQueue() };
  }

  /** Sends waiting calls to agents who are ready, the longest waiting first. */
  async routeQueue(): Promise<void> {
    const sent: Promise<void>[] = [];
    for (const call of this.#calls.filter(({ state }) => state === 'queued')) {
      const wanted = this.#wanted.get(call);
      const ready = this.#services.agents.list().filter(({ state }) => state === 'READY');
      const agent = ready.find(({ user }) => wanted === undefined || user === wanted);
      if (agent !== undefined) sent.push(this.#connect(call, agent));
    }
    await Promise.all(sent);
  }

  /** The customer hangs up; the agent's call is then DEAD on the screen, until somebody ends it there. */
  customerHangsUp(call: MutableCall): void {
    this.#end(call, 'customer');
  }

  /** Ends the agent's part of the call on the screen, which goes on to the disposition. */
  finishForAgent(agent: LiveAgent, by: CallEnd, transferredTo?: string): void {
    const call = this.find(agent.callId);
    if (call !== undefined && call.state !== 'ended') {
      if (transferredTo !== undefined) call.transferredTo = transferredTo;
      this.#end(call, by);
    }
    Object.assign(agent, { state: 'DISPO', callId: '' });
  }

  /** Writes the disposition of the lead on the screen, and lets the agent go on. */
  dispose(agent: LiveAgent, status: string): void {
    const call = this.#calls.findLast(({ user, leadId }) => user === agent.user && leadId === agent.leadId);
    if (call !== undefined) {
      call.disposition = status;
      // A manual dial that never got a channel is logged only now, under a made-up uniqueid (updateDISPO in vdc_db_query.php).
      if (call.uniqueId === '') call.uniqueId = `${this.#services.time.epochSeconds()}.${String(call.leadId).padStart(9, '0')}`;
    }
    const paused = agent.pauseAfterCall || !this.#services.autoDial;
    this.#services.agents.rest(agent, paused ? 'PAUSED' : 'READY');
    void this.routeQueue();
  }

  #connect(call: MutableCall, agent: LiveAgent): Promise<void> {
    this.#occupy(agent, call);
    this.#answer(call, agent);
    return this.#services.onSentToAgent({ ...call }, agent);
  }

  /** ViciDial clears what the API has set when a call begins: a dial that waits is lost without a word. */
  #occupy(agent: LiveAgent, call: MutableCall): void {
    call.user = agent.user;
    Object.assign(agent, { state: 'INCALL', callId: call.callId, leadId: call.leadId, previewLeadId: 0, pauseCode: '' });
    agent.callsToday += 1;
    agent.pending = {};
  }

  #answer(call: MutableCall, agent: LiveAgent): void {
    const { time, timings, recordings } = this.#services;
    if (call.state !== 'dialling' && call.state !== 'queued') return;
    call.state = 'live';
    call.answeredAt = time.timestamp();
    if (call.uniqueId === '') call.uniqueId = this.#nextUniqueId();
    recordings.start(agent.user, call.leadId, call, '-all');
    if (timings.talkMs !== 'never') time.schedule(timings.talkMs, () => this.customerHangsUp(call));
  }

  #end(call: MutableCall, by: CallEnd): void {
    if (call.state === 'ended') return;
    call.state = 'ended';
    call.endedAt = this.#services.time.timestamp();
    call.endedBy = by;
    call.parked = false;
    delete call.thirdParty;
    if (call.user !== undefined) this.#services.recordings.stop(call.user);
  }

  #add(call: MutableCall): MutableCall {
    this.#calls.push(call);
    if (this.#calls.length > callsKept) this.#calls.shift();
    return call;
  }

  #nextUniqueId(): string {
    this.#channels += 1;
    return `${this.#services.time.epochSeconds()}.${this.#channels}`;
  }
}
