import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPlainMakeCallAnswer, makeCallAnswer } from './wire-schemas.ts';

const odd = fc.constantFrom(undefined, null, true, false, 'true', 0, 1, [], {}, '', ' ');
const id = fc.oneof(
  fc.string({ unit: 'grapheme-ascii' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('300000000000001', '1\n', '\u20281', '1 ', 'x'.repeat(512), 'x'.repeat(513)),
  odd,
);
const answer = fc.record({ success: odd, call_id: id, aliases: odd, more: odd }, { requiredKeys: [] });

test('what is accepted at once the schema accepts as well, and reads the same', () => {
  let plain = 0;
  fc.assert(
    fc.property(answer, (value) => {
      if (!isPlainMakeCallAnswer(value)) return;
      plain += 1;
      expect(makeCallAnswer.parse(value)).toEqual(value);
    }),
    {
      numRuns: 3_000,
      examples: [[{ success: true, call_id: '300000000000001' }], [{ success: true, call_id: 'x'.repeat(513) }]],
    },
  );
  expect(plain).toBeGreaterThan(0);
});

test('a plain answer is accepted at once', () => {
  expect(isPlainMakeCallAnswer({ success: true, call_id: '300000000000001', took_ms: 7 })).toBe(true);
});
