import { randomUUID } from 'node:crypto';

/** One agent's part of a conversation in the simulated Five9, as it stands now. */
export interface SimulatedCall {
  /** 15 digits, one per agent's part: a transfer gives the target another. */
  readonly callId: string;
  /** A GUID that all parts of one conversation share. */
  readonly sessionId: string;
  readonly direction: 'inbound' | 'outbound';
  readonly state: 'ringing' | 'answered' | 'ended';
  /** Absent while an inbound call waits in a queue. */
  readonly agentExtension?: string;
  readonly customerNumber: string;
  readonly dialledNumber: string;
  readonly campaign?: string;
  readonly skill?: string;
  /** RFC 3339 with an offset, as are all times here. */
  readonly startedAt: string;
  readonly answeredAt?: string;
  readonly endedAt?: string;
  readonly endedBy?: 'agent' | 'customer' | 'blind transfer' | 'attended transfer';
  readonly transferredTo?: string;
  /** Still to be disposed of by the agent. */
  readonly wrapUp: boolean;
}

/** A call whose fields move on. */
export type MutableCall = { -readonly [Field in keyof SimulatedCall]: SimulatedCall[Field] };

/** Hands out call ids of Five9's shape: 15 digits, such as `300000000115271`. */
export class CallIdSequence {
  #next = 300_000_000_115_271n;

  /** The next id; ids are texts and never computed with. */
  next(): string {
    const id = String(this.#next);
    this.#next += 7n;
    return id;
  }
}

/** A new session GUID in Five9's upper-case form without hyphens. */
export function newSessionId(): string {
  return randomUUID().replaceAll('-', '').toUpperCase();
}
