import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Digest, digestOf } from './digest.ts';
import { DigestMap } from './digest-map.ts';

/** The values from the oldest on; the map is empty after this. */
function drain(map: DigestMap<number>): readonly number[] {
  const values: number[] = [];
  for (let oldest = map.findOldest(); oldest !== undefined; oldest = map.findOldest()) {
    values.push(oldest);
    map.deleteOldest();
  }
  return values;
}

// Few digests, many of which want the same slot, so that the steps meet.
const digest: fc.Arbitrary<Digest> = fc.tuple(
  fc.constantFrom(0, 31, -1),
  fc.constantFrom(0, 1),
  fc.constantFrom(0, 1),
  fc.constantFrom(0, -7, 2_147_483_647),
);
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('set' as const), digest, value: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), digest }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('deleteOldest' as const) }) },
);

test('holds the same as a plain map over any sequence of steps, in the order in which it was set', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200, size: 'max' }), (steps) => {
      const map = new DigestMap<number>();
      const plain = new Map<string, number>();
      for (const each of steps) {
        if (each.kind === 'deleteOldest') {
          map.deleteOldest();
          for (const key of [...plain.keys()].slice(0, 1)) plain.delete(key);
          continue;
        }
        const key = String(each.digest);
        plain.delete(key);
        if (each.kind === 'delete') map.delete(each.digest);
        else {
          map.set(each.digest, each.value);
          plain.set(key, each.value);
        }
        expect([map.get(each.digest), map.size]).toEqual([plain.get(key), plain.size]);
      }
      expect(drain(map)).toEqual([...plain.values()]);
    }),
  );
});

test('finds each of a hundred thousand, and nothing else', () => {
  const map = new DigestMap<number>();
  for (let index = 0; index < 100_000; index += 1) map.set(digestOf(['id', String(index)]), index);
  expect(map.size).toBe(100_000);
  for (let index = 0; index < 100_000; index += 1) {
    if (map.get(digestOf(['id', String(index)])) !== index) expect.unreachable(`${index} is not found`);
    if (map.get(digestOf(['other', String(index)])) !== undefined) expect.unreachable('what was never set is found');
  }
});
