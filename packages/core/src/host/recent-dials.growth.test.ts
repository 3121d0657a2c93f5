import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { FakeClock } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import type { CallId } from '../call/ids.ts';
import type { MakeCallResult } from '../call/results.ts';
import { DIAL_WINDOW_MS, InProcessDialGuard } from './dial-guard.ts';
import { ACME } from './vendor.test.fixture.ts';

const BOUNDS = { deadlineMs: 30_000 };
const DIALS = 50;

/** The collector, which Node shows to contexts that begin after this. */
function exposeCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
const collect = exposeCollector();

/** Remembers results without holding them. */
class Results {
  readonly #all: WeakRef<MakeCallResult>[] = [];

  add(result: MakeCallResult): MakeCallResult {
    this.#all.push(new WeakRef(result));
    return result;
  }

  /** How many of them anything holds. */
  async countHeld(): Promise<number> {
    // What a turn has looked at is held until it ends.
    await nextTurn();
    collect();
    return this.#all.filter((result) => result.deref() !== undefined).length;
  }
}

function dial(guard: InProcessDialGuard, destination: string, place: () => Promise<MakeCallResult>): Promise<MakeCallResult> {
  return guard.dial({ brandId: ACME, agentExtension: '1001', destination }, place, BOUNDS);
}

interface Stage {
  readonly clock: FakeClock;
  readonly guard: InProcessDialGuard;
  readonly results: Results;
}

function setUp(windowMs?: number): Stage {
  const clock = new FakeClock();
  return { clock, guard: new InProcessDialGuard(clock, windowMs), results: new Results() };
}

/** Some that are placed, some that are accepted, and of these some that become calls, of which some are over. */
async function dialMany({ guard, results }: Stage, name: string): Promise<void> {
  for (let index = 0; index < DIALS; index += 1) {
    const id = `${name}-${index}`;
    const call = { callId: id as CallId };
    await dial(guard, id, async () =>
      results.add(index % 2 === 0 ? { status: 'placed', call } : { status: 'accepted', reference: id }),
    );
    if (index % 3 === 0) guard.identify(ACME, id, call.callId);
    if (index % 5 === 0) guard.release(ACME, call.callId);
  }
}

describe('nothing is held for longer than two windows, whatever comes first after that', () => {
  test.each([
    ['a dial', (guard: InProcessDialGuard) => void dial(guard, 'last', () => new Promise(() => {}))],
    ['a call that is over', (guard: InProcessDialGuard) => guard.release(ACME, 'last' as CallId)],
    ['a call that a dial has become', (guard: InProcessDialGuard) => guard.identify(ACME, 'last', 'last' as CallId)],
  ])('%s', async (_name, come) => {
    const stage = setUp();
    await dialMany(stage, 'first');
    expect(await stage.results.countHeld()).toBe(DIALS);
    await stage.clock.advance(2 * DIAL_WINDOW_MS);
    come(stage.guard);
    expect(await stage.results.countHeld()).toBe(0);
  });
});

test('what comes all the time does not pile up, and what is under way for long holds nothing else', async () => {
  const stage = setUp();
  void dial(stage.guard, 'long', () => new Promise(() => {}));
  for (let window = 0; window < 8; window += 1) {
    await dialMany(stage, `of window ${window}`);
    await stage.clock.advance(DIAL_WINDOW_MS);
  }
  void dial(stage.guard, 'last', () => new Promise(() => {}));
  expect(await stage.results.countHeld()).toBeLessThanOrEqual(2 * DIALS);
});
