import { FakeClock } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import type { BrandId } from '../../call/ids.ts';
import { Admission, type Admitted } from './admission.ts';
import { DEFAULT_RECEIVER_LIMITS, type ReceiverLimits } from './receiver-limits.ts';

const ACME = 'acme' as BrandId;
const admission = (limits: Partial<ReceiverLimits>, clock = new FakeClock()): Admission =>
  new Admission({ ...DEFAULT_RECEIVER_LIMITS, ...limits }, clock);

/** Enters until it is refused; tells how often it was let in, and why then not. */
function fill(enter: () => ReturnType<Admission['enter']>): { readonly inside: Admitted[]; readonly refusal: string } {
  const inside: Admitted[] = [];
  for (;;) {
    const admitted = enter();
    if (typeof admitted === 'string') return { inside, refusal: admitted };
    inside.push(admitted);
    if (inside.length > 10_000) throw new Error('It was never refused.');
  }
}

function enterOne(gate: Admission): Admitted {
  const admitted = gate.enter('a', 'acme');
  return typeof admitted === 'string' ? expect.unreachable(admitted) : admitted;
}

describe('what is not believed', () => {
  test('is bounded for one source and brand, and neither another brand nor another source is hurt', () => {
    const gate = admission({ concurrentPerSource: 3 });
    expect(fill(() => gate.enter('a', 'acme'))).toMatchObject({ inside: { length: 3 }, refusal: 'source_too_many' });
    expect(gate.enter('a', 'globex')).toBeTypeOf('object');
    expect(gate.enter('b', 'acme')).toBeTypeOf('object');
  });

  test('has half of the room at most, whatever brands one source makes up', () => {
    const gate = admission({ concurrent: 10, concurrentPerSource: 3 });
    let index = 0;
    const { inside, refusal } = fill(() => gate.enter('a', `brand-${(index += 1)}`));
    expect([inside.length, refusal]).toEqual([5, 'source_too_many']);
    expect(fill(() => gate.enter('b', 'acme')).inside).toHaveLength(3);
  });

  test('is bounded by its rate', async () => {
    const clock = new FakeClock();
    const gate = admission({ sourcePerSecond: 5 }, clock);
    const next = (): ReturnType<Admission['enter']> => {
      const admitted = gate.enter('a', 'acme');
      if (typeof admitted !== 'string') admitted.leave();
      return admitted;
    };
    expect(fill(next)).toMatchObject({ inside: { length: 10 }, refusal: 'source_too_fast' });
    await clock.advance(1_000);
    expect(fill(next).inside).toHaveLength(5);
  });
});

describe('what is believed', () => {
  test('counts against its source no more, neither in rate nor in number', () => {
    const gate = admission({ sourcePerSecond: 1, concurrentPerSource: 1 });
    for (let index = 0; index < 100; index += 1) {
      const admitted = gate.enter('a', 'acme');
      expect(typeof admitted === 'string' ? admitted : admitted.believe(ACME)).toBeUndefined();
    }
  });

  test('counts against its brand', () => {
    const gate = admission({ concurrentPerBrand: 2 });
    const believed = [1, 2, 3].map(() => {
      const admitted = gate.enter('a', 'acme');
      return typeof admitted === 'string' ? admitted : admitted.believe(ACME);
    });
    expect(believed).toEqual([undefined, undefined, 'brand_busy']);
  });
});

describe('room is given back once, and whole', () => {
  test('by what leaves without being believed', () => {
    const gate = admission({ concurrent: 4, concurrentPerSource: 2 });
    for (let round = 0; round < 3; round += 1) {
      const { inside } = fill(() => gate.enter('a', 'acme'));
      expect(inside).toHaveLength(2);
      for (const each of inside) each.leave();
    }
  });

  test('by what was believed: to its source at once, to its brand when it leaves', () => {
    const gate = admission({ concurrentPerSource: 2, concurrentPerBrand: 1 });
    // Stays, and is not believed: what others give back must not be its room.
    gate.enter('a', 'acme');
    for (let round = 0; round < 3; round += 1) {
      const first = enterOne(gate);
      expect([gate.enter('a', 'acme'), first.believe(ACME)]).toEqual(['source_too_many', undefined]);
      const second = enterOne(gate);
      expect([gate.enter('a', 'acme'), second.believe(ACME)]).toEqual(['source_too_many', 'brand_busy']);
      second.leave();
      first.leave();
    }
  });

  test('by what is refused', () => {
    const gate = admission({ concurrent: 8, concurrentPerSource: 1, sourcePerSecond: 1 });
    const first = enterOne(gate);
    for (let index = 0; index < 10; index += 1) expect(gate.enter('a', 'acme')).toBe('source_too_many');
    first.leave();
    enterOne(gate).leave();
    for (let index = 0; index < 10; index += 1) expect(gate.enter('a', 'acme')).toBe('source_too_fast');
    let brands = 0;
    expect(fill(() => gate.enter('a', `brand-${(brands += 1)}`)).inside).toHaveLength(4);
  });
});

test('beyond the bound of all nobody is let in, and whoever leaves makes room', () => {
  const gate = admission({ concurrent: 4 });
  const [first] = ['a', 'b', 'c', 'd'].map((source) => gate.enter(source, 'acme'));
  expect(gate.enter('e', 'acme')).toBe('overloaded');
  if (typeof first === 'object') first.leave();
  expect(gate.enter('e', 'acme')).toBeTypeOf('object');
  expect(gate.underWay).toBe(4);
});

test('closing lets nobody in, and waits for those inside, but not for ever', async () => {
  const clock = new FakeClock();
  const gate = admission({ drainMs: 1_000 }, clock);
  const inside = [gate.enter('a', 'acme'), gate.enter('a', 'acme')];
  let closed = false;
  const closing = gate.close().then(() => {
    closed = true;
  });
  expect(gate.enter('a', 'acme')).toBe('closing');
  await clock.advance(500);
  expect(closed).toBe(false);
  for (const each of inside) if (typeof each === 'object') each.leave();
  await closing;
  expect(clock.pendingTimers).toBe(0);

  const stuck = admission({ drainMs: 1_000 }, clock);
  stuck.enter('a', 'acme');
  const patience = stuck.close();
  await clock.advance(1_000);
  await patience;
});

test('whoever closes it a second time waits for the same, and no longer', async () => {
  const clock = new FakeClock();
  const gate = admission({ drainMs: 1_000 }, clock);
  const inside = gate.enter('a', 'acme');
  const closings = [gate.close(), gate.close()];
  if (typeof inside === 'object') inside.leave();
  await Promise.all(closings);
  expect(clock.pendingTimers).toBe(0);
});
