import { answerFault, type AnswerFaultParts } from './answer-fault.ts';
import { either, lost, succeeded, unreadable } from './conclusions.ts';
import type { Conclusions, Fault } from './fault.ts';
import type { HealthyAnswer } from './fault-behaviour.ts';

/** HTTP that breaks its own rules: a client may be lenient where no two readings are possible. */
export const readOrRefused: Conclusions = either(succeeded, lost, unreadable);

/** A fault of an answer's own HTTP. */
export interface Framing extends Pick<AnswerFaultParts, 'name' | 'summary' | 'conclusions'> {
  readonly write: (body: string, healthy: HealthyAnswer) => string;
  readonly after?: AnswerFaultParts['after'];
}

/** A fault that wraps the right body wrongly. */
export function framing({ name, summary, conclusions, write, after = 'close' }: Framing): Fault {
  const send: AnswerFaultParts['send'] = ({ healthy }) => [write(JSON.stringify(healthy.json), healthy)];
  return answerFault({ name, summary, conclusions, stage: 'answer', after, send });
}
