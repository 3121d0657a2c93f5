import { AssertionError, equal } from 'node:assert/strict';
import {
  type CallReference,
  type DialBounds,
  type DialGuard,
  type DialKey,
  type MakeCallResult,
  parseBrandId,
  parseCallId,
  SwitchError,
} from '@elasticfunnels/switch-core';
import { until } from '../settling.ts';
import type { PortStage } from './port-case.ts';

/** A dial guard as two nodes see it. */
export interface DialGuardStage extends PortStage<DialGuard> {
  /** How long an identical dial still joins one that has gone through, in milliseconds. */
  readonly windowMs: number;
}

export const KEY: DialKey = { brandId: parseBrandId('acme'), agentExtension: '1001', destination: '+15550004567' };
export const BOUNDS: DialBounds = { deadlineMs: 8_000 };
export const CALL: CallReference = { callId: parseCallId('300-1'), aliases: { session: 'S-1' } };
export const PLACED: MakeCallResult = { status: 'placed', call: CALL };

const PATIENCE_MS = 5_000;

/** A phone that counts how often it rings, and ends each dial as it is told. */
export class CountingPhone {
  readonly #dials: PromiseWithResolvers<MakeCallResult>[] = [];
  readonly ring = (): Promise<MakeCallResult> => {
    const dial = Promise.withResolvers<MakeCallResult>();
    this.#dials.push(dial);
    return dial.promise;
  };

  /** Waits until it has rung as often; and no more than that. */
  async assertRings(count: number): Promise<void> {
    await until(PATIENCE_MS, `The phone must ring ${count} times`, async () => this.#dials.length >= count);
    equal(this.#dials.length, count, `The phone must ring ${count} times.`);
  }

  /** Ends the dial that made it ring for the n-th time. */
  answer(ring: number, result: MakeCallResult = PLACED): void {
    this.#dials[ring - 1]?.resolve(result);
  }

  fail(ring: number, failure: Error): void {
    this.#dials[ring - 1]?.reject(failure);
  }
}

/** A dial that was placed, and that rang once. */
export async function place(guard: DialGuard, phone: CountingPhone, result: MakeCallResult = PLACED): Promise<void> {
  const dial = guard.dial(KEY, phone.ring, BOUNDS);
  await phone.assertRings(1);
  phone.answer(1, result);
  await dial;
}

/** The error of a dial that must fail with one. */
export async function failureOf(dial: Promise<MakeCallResult>): Promise<SwitchError> {
  const failure: unknown = await dial.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (SwitchError.is(failure)) return failure;
  throw new AssertionError({ message: 'The dial must fail, with a SwitchError.' });
}
