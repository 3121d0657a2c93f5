import {
  type AgentExtension,
  type AgentStatus,
  type CallOptions,
  type CallReference,
  type Capability,
  type Clock,
  type ConnectResult,
  type HangupResult,
  type MakeCallRequest,
  type MakeCallResult,
  type Operation,
  type OperationsWith,
  parseAgentExtension,
  parseCallId,
  type RecordingResult,
  SwitchError,
  type TransferCallRequest,
  type TransferResult,
} from '@elasticfunnels/switch-core';
import type { MemoryDials } from './memory-dials.ts';
import { MemoryLine } from './memory-line.ts';
import type { MemoryCall, MemoryWorld } from './memory-world.ts';

/** What the in-memory driver works with. */
export interface MemorySwitchParts {
  readonly world: MemoryWorld;
  /** The switch's own memory of dials: it outlives the driver. */
  readonly dials: MemoryDials;
  readonly clock: Clock;
  readonly capabilities: ReadonlySet<Capability>;
  /** Whether the configuration's key is the world's. */
  readonly authorised: boolean;
}

/** How long a recording is said to take to appear, in seconds. */
const RECORDING_WAIT_SECONDS = 1;

/** The reference driver: it keeps every rule that a switch promises, and does nothing else. */
export class MemoryPhoneSwitch implements OperationsWith<Capability> {
  readonly #parts: MemorySwitchParts;
  readonly #line: MemoryLine;
  #closed = false;

  constructor(parts: MemorySwitchParts) {
    this.#parts = parts;
    this.#line = new MemoryLine(parts.world, parts.clock);
  }

  async connect(options?: CallOptions): Promise<ConnectResult> {
    const startedAtMs = this.#parts.clock.monotonicMs();
    await this.#send('connect', options, () => {});
    return { status: 'verified', latencyMs: this.#parts.clock.monotonicMs() - startedAtMs };
  }

  makeCall(request: MakeCallRequest, options?: CallOptions): Promise<MakeCallResult> {
    return this.#send('makeCall', options, () => this.#parts.dials.dial(request, options?.idempotencyKey));
  }

  hangupCall({ callId }: CallReference, options?: CallOptions): Promise<HangupResult> {
    return this.#send('hangupCall', options, () => {
      const { world } = this.#parts;
      const { state, holder } = this.#getCall(callId);
      world.end(callId);
      const wrapUpRequired = world.findAgent(holder)?.state === 'wrap_up';
      return { status: state === 'ended' ? 'already_ended' : 'ended', ...(wrapUpRequired ? { wrapUpRequired } : {}) };
    });
  }

  transferCall({ call, targetExtension, kind }: TransferCallRequest, options?: CallOptions): Promise<TransferResult> {
    return this.#send('transferCall', options, () => {
      if (kind === 'attended' && !this.#parts.capabilities.has('transfer.attended')) {
        throw new SwitchError('CAPABILITY_MISSING', { capability: 'transfer.attended' });
      }
      if (this.#getCall(call.callId).state === 'ended') throw new SwitchError('CALL_ENDED', {});
      this.#assertReady(targetExtension);
      this.#parts.world.move(call.callId, targetExtension, kind ?? 'blind');
      return { status: 'transferred' };
    });
  }

  getCallRecordingUrl({ callId }: CallReference, options?: CallOptions): Promise<RecordingResult> {
    return this.#send('getCallRecordingUrl', options, () => toRecordingResult(this.#getCall(callId)));
  }

  getAgentStatus(agent: AgentExtension, options?: CallOptions): Promise<AgentStatus> {
    return this.#send('getAgentStatus', options, () => {
      const { world } = this.#parts;
      const known = world.findAgent(agent);
      if (known === undefined) throw new SwitchError('AGENT_NOT_FOUND', {});
      const call = world.calls().find(({ holder, state }) => holder === agent && state !== 'ended');
      return { state: known.state, ...(call === undefined ? {} : { call: toReference(call) }) };
    });
  }

  findCall(reference: string, options?: CallOptions): Promise<CallReference | undefined> {
    return this.#send('findCall', options, () => {
      const call = this.#parts.world.calls().find((known) => known.reference === reference || known.callId === reference);
      return call === undefined ? undefined : toReference(call);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  async #send<T>(operation: Operation, options: CallOptions | undefined, command: () => T): Promise<T> {
    if (this.#closed) throw new SwitchError('CLOSED', {});
    return this.#line.carry(operation, options ?? {}, () => {
      if (!this.#parts.authorised) throw new SwitchError('UNAUTHENTICATED', { schemeSent: 'Bearer' });
      return command();
    });
  }

  #getCall(callId: string): MemoryCall {
    const call = this.#parts.world.findCall(callId);
    if (call === undefined) throw new SwitchError('CALL_NOT_FOUND', {});
    return call;
  }

  #assertReady(extension: string): void {
    const agent = this.#parts.world.findAgent(extension);
    if (agent === undefined) throw new SwitchError('AGENT_NOT_FOUND', {});
    if (agent.state !== 'ready') throw new SwitchError('AGENT_NOT_READY', {});
  }
}

function toReference({ callId, holder, reference }: MemoryCall): CallReference {
  return { callId: parseCallId(callId), agentExtension: parseAgentExtension(holder), aliases: { reference } };
}

function toRecordingResult({ callId, recording }: MemoryCall): RecordingResult {
  switch (recording) {
    case 'none':
      return { status: 'none', reason: 'not_recorded' };
    case 'expired':
      return { status: 'none', reason: 'expired' };
    case 'pending':
      return { status: 'pending', retryAfterSeconds: RECORDING_WAIT_SECONDS };
    case 'available':
      return {
        status: 'available',
        url: new URL(`https://recordings.example/${encodeURIComponent(callId)}.mp3`),
        contentType: 'audio/mpeg',
      };
  }
}
