import { OPERATIONS } from '@elasticfunnels/switch-core';
import { type Conclusion, conclusionsOf } from '@elasticfunnels/switch-core/testing/faults';
import { attemptsOf, type MatrixCase } from './matrix-case.ts';

/** A conclusion that is an error. */
export type ErrorConclusion = Extract<Conclusion, { ends: 'error' }>;

/** What the fault's own declaration says of one case: never what our code made of it. */
export interface Declared {
  readonly conclusions: readonly Conclusion[];
  readonly errors: readonly ErrorConclusion[];
  readonly mayResult: boolean;
  /** Whether a client with tries and time left sends the request again after some ending of it. */
  readonly mayRepeat: boolean;
  /** The service said no each time, so no request that it struck did anything. */
  readonly refusesForSure: boolean;
  /** No request can leave this machine, or none did anything: whoever gives up knows that nothing happened. */
  readonly neverSent: boolean;
  /** Doing it twice does harm. */
  readonly once: boolean;
}

/** Reads the declaration of a case's fault for its operation. */
export function declaredOf(one: MatrixCase): Declared {
  const { fault, operation } = one;
  const conclusions = conclusionsOf(fault, operation);
  const errors = conclusions.filter((conclusion) => conclusion.ends === 'error');
  // What counts is what the fault does, and not how lenient an operation may be about it.
  const declared =
    fault.conclusions[OPERATIONS[operation].idempotent ? 'repeatable' : operation === 'makeCall' ? 'dial' : 'command'];
  const failures = declared.filter(({ ends }) => ends === 'error') as readonly ErrorConclusion[];
  const onlyNone = failures.length > 0 && failures.every(({ effect }) => effect === 'none');
  const mayRepeat = attemptsOf(one) > 1 && errors.some(({ repeated }) => repeated);
  return {
    conclusions,
    errors,
    mayResult: conclusions.some(({ ends }) => ends === 'result') || (one.heals && mayRepeat) || isAnsweredAtLeast(one, errors),
    mayRepeat,
    refusesForSure: onlyNone && (fault.stage === 'answered' || fault.stage === 'answer'),
    neverSent: onlyNone && failures.length === declared.length && ['resolve', 'connect', 'handshake'].includes(fault.stage),
    once: !OPERATIONS[operation].idempotent,
  };
}

/** Whoever asks only whether somebody answers may take any whole answer for that, also one that nobody can read. */
function isAnsweredAtLeast({ operation }: MatrixCase, errors: readonly ErrorConclusion[]): boolean {
  return operation === 'connect' && errors.some(({ code }) => code === 'CONTRACT_VIOLATED');
}
