import type { RestingState, SimulatedAgent } from './agent.ts';
import { viewAgent } from './agent-roster.ts';
import type { ScreenNotice, SimulatedDial } from './agent-screens.ts';
import type { MutableCall, SimulatedCall } from './call.ts';
import type { DiallerParts, SentToAgentListener } from './dialler-parts.ts';
import type { Recording } from './recording-log.ts';

/** A customer who calls in. */
export interface InboundCall {
  /** Digits, or nothing for a caller who hides. */
  readonly from: string;
  readonly to?: string;
  readonly inGroup?: string;
  /** Absent: whoever is ready; named: this agent, who must be READY; null: nobody, the caller waits until hanging up. */
  readonly user?: string | null;
}

/** A simulated ViciDial dialler in memory: what tests set up, and the witness of what happened. */
export class ViciDialDialler {
  readonly #parts: DiallerParts;

  constructor(parts: DiallerParts) {
    this.#parts = parts;
  }

  /** Every call so far, oldest first. */
  calls(): readonly SimulatedCall[] {
    return this.#parts.calls.list().map((call) => ({ ...call }));
  }

  /** Every dial that reached a telephone, oldest first: a customer's phone rang exactly this often. */
  dials(): readonly SimulatedDial[] {
    return [...this.#parts.screens.dials];
  }

  /** What agents were told on their screens instead, such as that a number is on the do-not-call list. */
  screenNotices(): readonly ScreenNotice[] {
    return [...this.#parts.screens.notices];
  }

  /** Every agent with its present state. */
  agents(): readonly SimulatedAgent[] {
    return this.#parts.agents.list().map(viewAgent);
  }

  /** Every recording so far, oldest first. */
  recordings(): readonly Recording[] {
    return this.#parts.recordings.list();
  }

  /** Puts an agent at rest, whatever was on the screen; a call that goes on is hung up. Throws RangeError for an unknown user. */
  setAgentState(user: string, state: RestingState): void {
    const { agents, calls } = this.#parts;
    const agent = agents.get(user);
    if (agent.state === 'INCALL') calls.finishForAgent(agent, 'agent');
    agents.rest(agent, state);
    void calls.routeQueue();
  }

  /** Lets a customer call in; `announced` resolves when the Start Call URL was called. Throws RangeError when the named agent is not READY. */
  simulateInboundCall(inbound: InboundCall): { readonly call: SimulatedCall; readonly announced: Promise<void> } {
    const { calls, leads, agents } = this.#parts;
    const { from, to = '8005550100', inGroup = 'SALESLINE', user } = inbound;
    if (typeof user === 'string' && agents.get(user).state !== 'READY') throw new RangeError(`Agent ${user} is not READY.`);
    const lead = leads.findByNumber(from) ?? leads.add({ phoneNumber: from, phoneCode: '1', vendorLeadCode: '' });
    // Nobody has an empty user id: such a call waits until the test ends it.
    const wanted = user === undefined ? {} : { user: user ?? '' };
    const arriving = { kind: 'Y', lead, inGroup, dialledNumber: to, campaign: 'TESTCAMP', ...wanted } as const;
    const { call, announced } = calls.receive(arriving);
    return { call: { ...call }, announced };
  }

  /** The customer hangs up; the agent's screen shows a DEAD call. Throws RangeError for an unknown call. */
  customerHangsUp(callId: string): void {
    this.#parts.calls.customerHangsUp(this.#get(callId));
  }

  /** The agent disposes of the call on the screen by hand. Throws RangeError unless in DISPO. */
  dispose(user: string, status: string): void {
    const agent = this.#parts.agents.get(user);
    if (agent.state !== 'DISPO') throw new RangeError(`Agent ${user} has nothing to dispose of.`);
    this.#parts.calls.dispose(agent, status);
  }

  /** Gives the recordings of an ended call their locations without waiting. Throws RangeError for an unknown call. */
  finishRecording(callId: string): void {
    this.#parts.recordings.finish(this.#get(callId).callId);
  }

  /** Leaves a call without recordings. Throws RangeError for an unknown call. */
  removeRecording(callId: string): void {
    this.#parts.recordings.remove(this.#get(callId).callId);
  }

  /** Announces every call that is sent to an agent until the returned function is called. */
  onSentToAgent(listener: SentToAgentListener): () => void {
    this.#parts.sentToAgent.add(listener);
    return () => void this.#parts.sentToAgent.delete(listener);
  }

  /** Stops every timer; calls stay as they are. */
  close(): void {
    this.#parts.time.close();
  }

  #get(callId: string): MutableCall {
    const call = this.#parts.calls.find(callId);
    if (call === undefined) throw new RangeError('No call has this id.');
    return call;
  }
}
