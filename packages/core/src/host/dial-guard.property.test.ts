import assert from 'node:assert/strict';
import { FakeClock } from '@elasticfunnels/switch-core/testing';
import * as fc from 'fast-check';
import { test } from 'vitest';
import type { BrandId, CallId } from '../call/ids.ts';
import type { MakeCallResult } from '../call/results.ts';
import { SwitchError } from '../errors/switch-error.ts';
import { type DialBounds, DIAL_WINDOW_MS, InProcessDialGuard } from './dial-guard.ts';

const BRAND = 'acme' as BrandId;
const BOUNDS: DialBounds = { deadlineMs: 60_000 };

type Ending = 'placed' | 'accepted' | 'refused' | 'unknown' | 'given_up';
type Step =
  | { readonly does: 'dial'; readonly destination: number }
  | { readonly does: 'end'; readonly destination: number; readonly ending: Ending }
  | { readonly does: 'identify' | 'release'; readonly destination: number }
  | { readonly does: 'wait'; readonly ms: number };

const destination = fc.nat(1);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('dial'), destination }) },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('end'),
      destination,
      ending: fc.constantFrom<Ending>('placed', 'accepted', 'refused', 'unknown', 'given_up'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constantFrom('identify', 'release'), destination }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('wait'),
      ms: fc.constantFrom(1, DIAL_WINDOW_MS / 2, DIAL_WINDOW_MS - 1, DIAL_WINDOW_MS, 2 * DIAL_WINDOW_MS),
    }),
  },
);

/** What is true of one destination, told without the guard's own means. */
interface Known {
  /** Ends the dial that is under way. */
  end: ((ending: Ending) => void) | undefined;
  /** Until when a dial that went through, or may have, holds others back. */
  heldUntilMs: number;
  /** Whether a call's id is known to the guard, so that hanging it up releases it. */
  named: 'by reference' | 'by call' | undefined;
  placed: number;
  /** Dials that wait for the one under way. */
  waiting: number;
}

/** The guard, a clock, and a model of what it promises, for two destinations of one agent. */
class Stage {
  readonly clock = new FakeClock();
  readonly #guard = new InProcessDialGuard(this.clock);
  readonly #known: readonly Known[] = [0, 1].map(() => ({
    end: undefined,
    heldUntilMs: -1,
    named: undefined,
    placed: 0,
    waiting: 0,
  }));
  readonly #outcomes: Promise<unknown>[] = [];

  async run(next: Step): Promise<void> {
    if (next.does === 'wait') return this.clock.advance(next.ms);
    const known = this.#known[next.destination];
    if (known === undefined) return;
    if (next.does === 'dial') this.#dial(known, next.destination);
    if (next.does === 'end') this.#end(known, next.ending);
    if (next.does === 'identify') this.#identify(known, next.destination);
    if (next.does === 'release') this.#release(known, next.destination);
    // Whatever was to be said to those who wait has been said.
    await this.clock.advance(0);
  }

  /** Lets everything end, so that nothing of it is left. */
  async finish(): Promise<void> {
    for (const known of this.#known) while (known.end !== undefined) await this.#endWith(known, 'placed');
    await Promise.all(this.#outcomes);
    assert.equal(this.clock.pendingTimers, 0);
  }

  async #endWith(known: Known, ending: Ending): Promise<void> {
    this.#end(known, ending);
    await this.clock.advance(0);
  }

  #dial(known: Known, number: number): void {
    const rings = known.end === undefined && this.clock.monotonicMs() >= known.heldUntilMs;
    const before = known.placed;
    const key = { brandId: BRAND, agentExtension: '1001', destination: `+1202555014${number}` };
    const dialled = this.#guard.dial(key, () => this.#place(known, number), BOUNDS);
    this.#outcomes.push(dialled.catch((error: unknown) => error));
    // The promise itself: it rings when it may, and never else.
    assert.equal(known.placed - before, rings ? 1 : 0);
    if (known.end !== undefined && !rings) known.waiting += 1;
  }

  #place(known: Known, number: number): Promise<MakeCallResult> {
    known.placed += 1;
    return new Promise((resolve, reject) => {
      known.end = (ending) => {
        if (ending === 'placed') resolve({ status: 'placed', call: { callId: callOf(number) } });
        else if (ending === 'accepted') resolve({ status: 'accepted', reference: `reference-${number}` });
        else reject(toError(ending));
      };
    });
  }

  #end(known: Known, ending: Ending): void {
    const { end } = known;
    if (end === undefined) return;
    known.end = undefined;
    const held = ending === 'placed' || ending === 'accepted' || ending === 'unknown';
    known.heldUntilMs = held ? this.clock.monotonicMs() + DIAL_WINDOW_MS : -1;
    known.named = ending === 'placed' ? 'by call' : ending === 'accepted' ? 'by reference' : undefined;
    if (ending !== 'given_up') known.waiting = 0;
    end(ending);
  }

  #identify(known: Known, number: number): void {
    if (known.end === undefined && known.named === 'by reference' && this.clock.monotonicMs() < known.heldUntilMs)
      known.named = 'by call';
    this.#guard.identify(BRAND, `reference-${number}`, callOf(number));
  }

  #release(known: Known, number: number): void {
    if (known.end === undefined && known.named === 'by call') known.heldUntilMs = -1;
    this.#guard.release(BRAND, callOf(number));
  }
}

function callOf(number: number): CallId {
  return `call-${number}` as CallId;
}

function toError(ending: Ending): SwitchError {
  if (ending === 'refused') return new SwitchError('DESTINATION_INVALID', {});
  if (ending === 'given_up') return new SwitchError('ABORTED', {}, { effect: 'none' });
  return new SwitchError('OUTCOME_UNKNOWN', { reason: 'timed_out' });
}

test('however dials, outcomes, hangups and time follow each other, an identical dial rings only when it may', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }), async (steps) => {
      const stage = new Stage();
      for (const next of steps) await stage.run(next);
      await stage.finish();
    }),
    { numRuns: 500 },
  );
});
