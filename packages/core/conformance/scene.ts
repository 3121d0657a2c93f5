import { fail, ok } from 'node:assert/strict';
import {
  type AgentExtension,
  type CallId,
  type CallOptions,
  type CallReference,
  type Capability,
  type HangupResult,
  type MakeCallRequest,
  type MakeCallResult,
  type PhoneSwitch,
  parseAgentExtension,
  type SwitchError,
  supports,
} from '@elasticfunnels/switch-core';
import type { ConformanceCast, ConformanceStage, ConformanceWitness, Trouble, WitnessedCall } from './conformance-subject.ts';
import { type ExpectedFailure, expectFailure } from './failures.ts';
import { until } from './settling.ts';

/** How long a call may take to be known after its dial was accepted, in milliseconds. */
const ACCEPTED_MS = 2_000;

type StageMove = Exclude<
  { [Name in keyof ConformanceStage]: undefined extends ConformanceStage[Name] ? Name : never }[keyof ConformanceStage],
  undefined
>;

/** A stage with the moves that cases have in common. */
export class Scene {
  readonly phone: PhoneSwitch;
  readonly cast: ConformanceCast;
  readonly witness: ConformanceWitness;
  readonly declared: readonly Capability[];
  readonly #stage: ConformanceStage;

  constructor(stage: ConformanceStage, declared: readonly Capability[]) {
    this.#stage = stage;
    this.phone = stage.phone;
    this.cast = stage.cast;
    this.witness = stage.witness;
    this.declared = declared;
  }

  /** A call that the switch does not know, with an agent whom it knows: some vendors find calls by their agent. */
  get unknownCall(): CallReference {
    return { callId: this.cast.unknownCallId, agentExtension: this.cast.agent };
  }

  /** The agent calls the destination, unless told otherwise. */
  request(changes: Partial<MakeCallRequest> = {}): MakeCallRequest {
    return { agentExtension: this.cast.agent, destination: this.cast.destination, ...changes };
  }

  /** Dials, and finds out which call it became. */
  async dial(changes: Partial<MakeCallRequest> = {}, options?: CallOptions): Promise<CallReference> {
    const request = this.request(changes);
    return this.refer(await this.phone.makeCall(request, options), request.agentExtension);
  }

  /** Dials, and has the destination pick up. */
  async dialAnswered(changes: Partial<MakeCallRequest> = {}): Promise<CallReference> {
    const call = await this.dial(changes);
    await this.#stage.answerCall?.(call);
    return call;
  }

  /** The call of a dial's result, asked for by its reference where the dial was only accepted. */
  async refer(result: MakeCallResult, agent: AgentExtension = this.cast.agent): Promise<CallReference> {
    if (result.status === 'placed') return { agentExtension: agent, ...result.call };
    let call: CallReference | undefined;
    await until(ACCEPTED_MS, 'The call of an accepted dial must become known', async () => {
      call = await this.#findAccepted(result.reference);
      return call !== undefined;
    });
    if (call === undefined) fail('The call of an accepted dial did not become known.');
    return { agentExtension: agent, ...call };
  }

  /** Hands a call to the transfer target; the call as it is known from then on. */
  async transferAway(call: CallReference): Promise<CallReference> {
    const { transferTarget: targetExtension } = this.cast;
    await this.phone.transferCall({ call, targetExtension });
    return { ...call, agentExtension: parseAgentExtension(targetExtension) };
  }

  /** Hangs up, and leaves the agent ready. */
  async hangUp(call: CallReference): Promise<HangupResult> {
    const result = await this.phone.hangupCall(call);
    await this.#stage.finishWrapUp?.(call.agentExtension ?? this.cast.agent);
    return result;
  }

  /** What the switch itself knows of a call. */
  async witnessed(callId: string): Promise<WitnessedCall> {
    const calls = await this.witness.calls();
    return (
      calls.find((call) => call.callId === callId) ??
      fail(`The switch itself knows no call of the id that the driver gave; it knows ${calls.length} calls.`)
    );
  }

  async assertState(callId: string, state: 'live' | 'ended', why: string): Promise<void> {
    const { state: found } = await this.witnessed(callId);
    ok((found === 'ended') === (state === 'ended'), `${why}: the switch itself says that the call is ${found}.`);
  }

  /** How often a destination must have rung by now. */
  async assertRings(times: number, why: string, destination: string = this.cast.destination): Promise<void> {
    const rings = await this.witness.rings(destination);
    ok(rings === times, `${why}: the destination must have rung ${times} times, and rang ${rings} times.`);
  }

  async assertNothingHappened(why: string): Promise<void> {
    const calls = await this.witness.calls();
    ok(calls.length === 0, `${why}: nothing may reach the switch, but it knows ${calls.length} calls.`);
  }

  /** The error that an operation fails with, fit to be shown and as expected. */
  fails(what: string, work: Promise<unknown>, expected: ExpectedFailure = {}): Promise<SwitchError> {
    return expectFailure(this.cast, what, work, expected);
  }

  /** Begins a trouble, or ends the present one. */
  async provoke(trouble: Trouble | undefined): Promise<void> {
    await this.#move('provoke')(trouble);
  }

  async chooseCallId(callId: CallId): Promise<void> {
    await this.#move('chooseCallId')(callId);
  }

  async endCallFromOutside(call: CallReference): Promise<void> {
    await this.#move('endCallFromOutside')(call);
    await this.#stage.finishWrapUp?.(call.agentExtension ?? this.cast.agent);
  }

  async finishRecording(call: CallReference): Promise<void> {
    await this.#move('finishRecording')(call);
  }

  async expireRecording(call: CallReference): Promise<void> {
    await this.#move('expireRecording')(call);
  }

  #findAccepted(reference: string): Promise<CallReference | undefined> {
    return supports(this.phone, 'call.status') ? this.phone.findCall(reference) : this.#move('findAcceptedCall')(reference);
  }

  #move<Name extends StageMove>(name: Name): NonNullable<ConformanceStage[Name]> {
    const move = this.#stage[name];
    if (move === undefined) fail(`The stage has no ${name}(), and the subject does not say under "cannot" why.`);
    return move.bind(this.#stage) as NonNullable<ConformanceStage[Name]>;
  }
}
