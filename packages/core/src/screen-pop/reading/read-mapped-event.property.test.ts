import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAgentExtension, parseCallId } from '../../switch/request-schemas.ts';
import { DEFAULT_FIELD_MAP, type FieldMap } from './field-map.ts';
import { explainMappedEvent, readMappedEvent } from './read-mapped-event.ts';

const NAMES = Object.values(DEFAULT_FIELD_MAP).flat();
/** Keys of anything, and of what is looked for, so that the values get somewhere. */
const key = fc.oneof(fc.string(), fc.constantFrom(...NAMES, '__proto__', 'constructor', 'call', 'agent'));
const scalar = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 600 }),
  fc.constantFrom('ringing', 'inbound', '@Call.ANI@', '+15557654321', '2026-01-05T09:00:00Z'),
  fc.double(),
  fc.maxSafeInteger(),
  fc.boolean(),
  fc.constant(null),
);
const json: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, scalar, tie('object'), fc.array(tie('value'), { maxLength: 3 })),
  object: fc.dictionary(key, tie('value'), { maxKeys: 8 }),
})).object;
const payloads = fc.oneof(
  { weight: 3, arbitrary: json },
  { weight: 3, arbitrary: json.map((value) => ({ call_id: '1', ...(value as object) })) },
  { weight: 1, arbitrary: fc.anything() },
);
const fieldMaps: fc.Arbitrary<FieldMap> = fc.dictionary(
  fc.constantFrom(...Object.keys(DEFAULT_FIELD_MAP)),
  fc.array(key, { maxLength: 3 }),
);

test('whatever comes: it never throws, and says either what it is or why it is none', () => {
  let events = 0;
  fc.assert(
    fc.property(payloads, fieldMaps, (payload, fieldMap) => {
      const event = readMappedEvent(payload, fieldMap);
      const reason = explainMappedEvent(payload, fieldMap);
      expect(event === undefined).toBe(reason !== undefined);
      if (event === undefined) return;
      events += 1;
      // The ids are such as commands take, or these throw.
      expect(parseCallId(event.callId)).toBe(event.callId);
      if (event.agent !== undefined) expect(parseAgentExtension(event.agent.extension)).toBe(event.agent.extension);
      expect(event.occurredAt?.getTime()).not.toBeNaN();
      expect(Object.getPrototypeOf(event.attributes)).toBe(Object.prototype);
    }),
    { numRuns: 1_000 },
  );
  expect(events).toBeGreaterThan(100);
});

test('what an operator is told has no value of the payload in it', () => {
  const planted = fc.constantFrom('planted', 'planted\u0000', ' planted', ['planted'], { planted: 'planted' });
  const payload = fc.dictionary(fc.constantFrom(...NAMES), planted, { minKeys: 1 });
  fc.assert(
    fc.property(payload, (value) => {
      expect(explainMappedEvent(value, {}) ?? '').not.toContain('planted');
    }),
  );
});
