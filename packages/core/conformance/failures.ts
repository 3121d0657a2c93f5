import { fail, ok } from 'node:assert/strict';
import { inspect } from 'node:util';
import { type Effect, ERROR_POLICY, SwitchError, type SwitchErrorCode } from '@elasticfunnels/switch-core';
import type { ConformanceCast } from './conformance-subject.ts';

/** How an operation must fail. */
export interface ExpectedFailure {
  /** Any of these; every known code unless given. */
  readonly codes?: readonly SwitchErrorCode[];
  readonly effect?: Effect;
  readonly retryable?: boolean;
}

const EFFECTS: readonly string[] = ['none', 'applied', 'unknown'] satisfies readonly Effect[];

/** The error that an operation fails with, once it is found to be as expected and fit to be shown. */
export async function expectFailure(
  cast: ConformanceCast,
  what: string,
  work: Promise<unknown>,
  expected: ExpectedFailure,
): Promise<SwitchError> {
  const outcome = await work.then(
    (result) => ({ result }),
    (thrown: unknown) => ({ thrown }),
  );
  if ('result' in outcome) fail(`${what} must fail, but it answered ${describe(outcome.result)}.`);
  const error = outcome.thrown;
  assertFitToShow(error, what, cast);
  const { codes, effect, retryable } = expected;
  const found = `${error.code} (effect ${error.effect}: ${error.message})`;
  if (codes !== undefined) ok(codes.includes(error.code), `${what} must fail with ${codes.join(' or ')}, not ${found}.`);
  if (effect !== undefined) ok(error.effect === effect, `${what} must fail with effect ${effect}, not ${found}.`);
  if (retryable !== undefined)
    ok(error.retryable === retryable, `${what} must be ${retryable ? '' : 'not '}retryable: ${found}.`);
  return error;
}

function describe(result: unknown): string {
  return typeof result === 'object' && result !== null && 'status' in result ? String(result.status) : typeof result;
}

/** What holds for every error of every switch. */
function assertFitToShow(error: unknown, what: string, cast: ConformanceCast): asserts error is SwitchError {
  ok(SwitchError.is(error), `${what} must throw a SwitchError, not ${error instanceof Error ? error.name : typeof error}.`);
  ok(error.code in ERROR_POLICY, `${what}: the error's code ${String(error.code)} is not one of the known codes.`);
  ok(EFFECTS.includes(error.effect), `${what}: the error's effect must be none, applied or unknown.`);
  ok(
    typeof error.hint === 'string' && error.hint.trim() !== '',
    `${what}: the error's hint must tell the operator what to check.`,
  );
  const json = JSON.stringify(error);
  const shown = error.toJSON();
  ok(!('stack' in shown) && !('cause' in shown), `${what}: the error's JSON must carry neither stack nor cause.`);
  const everything = [json, String(error), error.message, error.hint, inspect(error, { depth: 10 })].join('\n');
  for (const form of cast.secrets.flatMap(formsOf)) {
    ok(!everything.includes(form), `${what}: the error shows a secret of the configuration.`);
  }
  for (const number of [cast.destination, cast.otherDestination, cast.blockedDestination]) {
    ok(!showsNumber(everything, number), `${what}: the error shows a phone number that is not masked.`);
  }
}

/** As it is, in a URL, and in an authorization header. */
function formsOf(secret: string): readonly string[] {
  return [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64').replace(/=+$/, '')];
}

function showsNumber(text: string, number: string): boolean {
  const digits = number.replace(/\D/g, '');
  return text.includes(number) || (digits.length >= 7 && text.includes(digits));
}
