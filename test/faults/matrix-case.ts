import { DEFAULT_RETRY, OPERATIONS, type RetryPolicy } from '@elasticfunnels/switch-core';
import type { DnsFault, Fault } from '@elasticfunnels/switch-core/testing/faults';

/** What every switch can be asked to do. */
export const MATRIX_OPERATIONS = ['connect', 'makeCall', 'hangupCall', 'transferCall', 'getCallRecordingUrl'] as const;

/** One of the five operations of the specification. */
export type MatrixOperation = (typeof MATRIX_OPERATIONS)[number];

/** How the host is told to repeat: not at all, as it does by itself, or far more than anybody would. */
export const RETRIES = {
  off: { attempts: 1 },
  default: {},
  many: { attempts: 8, baseDelayMs: 1, maxDelayMs: 4 },
} as const satisfies Readonly<Record<string, Partial<RetryPolicy>>>;

/**
 * When the caller gives up: never, before the call, while the connection is being made, when the server has read the
 * request, while the answer arrives a byte at a time, or when the deadline is over already.
 */
export const ABORT_POINTS = ['never', 'before', 'connecting', 'seen', 'answering', 'late'] as const;

/** One of the moments at which a caller gives up. */
export type AbortPoint = (typeof ABORT_POINTS)[number];

/** How long an operation may take, in milliseconds: hardly enough to connect, enough for one try, for several; undefined, as the host has it. */
export const DEADLINES = { tiny: 2, short: 60, roomy: 300, default: undefined } as const satisfies Readonly<
  Record<string, number | undefined>
>;

/** One cell of the matrix. */
export interface MatrixCase {
  /** Says all that the case is: `pnpm fault-matrix --filter NAME` plays it again, whatever the seed. */
  readonly name: string;
  readonly fault: Fault | DnsFault;
  readonly operation: MatrixOperation;
  readonly retry: keyof typeof RETRIES;
  readonly abort: AbortPoint;
  readonly deadline: keyof typeof DEADLINES;
  /** The fault strikes the first request only: whoever tries again is served well. */
  readonly heals: boolean;
}

/** Tries in all that the case allows. */
export function attemptsOf({ retry }: MatrixCase): number {
  return { ...DEFAULT_RETRY, ...RETRIES[retry] }.attempts;
}

/** By when the operation must have settled, in milliseconds. */
export function deadlineOf({ operation, deadline }: MatrixCase): number {
  return DEADLINES[deadline] ?? OPERATIONS[operation].deadlineMs;
}

/** Whether nothing but a deadline or the caller may end the exchange. */
export function endsInSilence({ conclusions }: MatrixCase['fault']): boolean {
  return conclusions.question.some((one) => one.ends === 'error' && one.code === 'TIMED_OUT');
}

/** The fault as a server has it; undefined when the resolver has it. */
export function serverFaultOf({ fault }: MatrixCase): Fault | undefined {
  return 'behaviour' in fault ? fault : undefined;
}
