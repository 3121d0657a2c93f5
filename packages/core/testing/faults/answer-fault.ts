import { answerBytes, JSON_TYPE } from './answer-text.ts';
import type { Conclusions, Fault } from './fault.ts';
import type { FaultBehaviour } from './fault-behaviour.ts';

/** What a fault is made of that strikes once the request is there. */
export interface AnswerFaultParts {
  readonly name: string;
  readonly summary: string;
  readonly conclusions: Conclusions;
  readonly send: NonNullable<FaultBehaviour['send']>;
  /** `keep` unless given. */
  readonly after?: FaultBehaviour['after'];
  /** `answered` unless given. */
  readonly stage?: Fault['stage'];
  readonly drips?: boolean;
}

/** A fault of plain HTTP that strikes when the whole request has arrived. */
export function answerFault({ name, summary, conclusions, send, after = 'keep', stage, drips }: AnswerFaultParts): Fault {
  const behaviour = { send, after, ...(drips === undefined ? {} : { drips }) };
  return { name, summary, stage: stage ?? 'answered', seen: 'always', scheme: 'http', conclusions, behaviour };
}

/** Sends one whole answer. */
export function whole(status: number, body: string | Uint8Array, headers: readonly string[] = [JSON_TYPE]): () => Uint8Array[] {
  return () => [answerBytes(status, body, headers)];
}
