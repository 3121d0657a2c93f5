import type { ContractOperation } from '../../catalogue/interactions.ts';
import type { Finding } from '../model/finding.ts';
import type { VerificationTarget } from '../target/verification-target.ts';
import type { Exchange } from '../wire/exchange.ts';
import type { WireAnswer } from '../wire/send-request.ts';

/** An exchange that ended in an answer, of a known operation. */
export interface AnsweredExchange extends Exchange {
  readonly operation: ContractOperation;
  readonly end: WireAnswer;
}

/** What a rule has against an answer. */
export type Violation = Omit<Finding, 'operation' | 'rule' | 'text' | 'curl'> & { readonly text?: string };

/** One rule that every captured answer is held against. */
export interface Rule {
  /** The anchor in the guide, too. */
  readonly id: string;
  /** In plain words. */
  readonly text: string;
  readonly check: (exchange: AnsweredExchange, target: VerificationTarget) => Violation | undefined;
}

/** Whether an answer is a 2xx. */
export function isSuccess({ end }: AnsweredExchange): boolean {
  return end.status >= 200 && end.status <= 299;
}

/** The start of a text that a person can read: one line, cut. */
export function excerpt(text: string, length = 160): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length)}…` : line;
}
