import { describe, expect, test } from 'vitest';
import type { MakeCallResult } from '../call/results.ts';
import { guard, TRANSFER } from './guarded.test.fixture.ts';
import { toPlainResult } from './plain-result.ts';
import { CALL, DIAL, PLACED } from './vendor.test.fixture.ts';

/** An instance whose fields are getters of its class. */
function instanceOf(fields: object, own: object = {}): object {
  const getters = Object.entries(fields).map(([name, value]) => [name, { get: (): unknown => value }]);
  return Object.assign(Object.create(Object.create({}, Object.fromEntries(getters))), own);
}
const REFERENCE = { ...CALL, agentExtension: '1001', aliases: { session: 's-1' } };
const URL_OF_RECORDING = new URL('https://a.example/r.wav');

describe('a result keeps its fields when it is spread or written as JSON', () => {
  test.each([
    ['connect', { status: 'reachable', latencyMs: 1, reason: 'no probe' }],
    ['makeCall', { status: 'placed', call: REFERENCE, replayed: true }],
    ['makeCall', { status: 'accepted', reference: 'r-1' }],
    ['hangupCall', { status: 'ended', wrapUpRequired: true }],
    ['transferCall', { status: 'transferred' }],
    [
      'getCallRecordingUrl',
      { status: 'available', url: URL_OF_RECORDING, expiresAt: new Date(0), contentType: 'audio/wav', durationSeconds: 3 },
    ],
    ['getCallRecordingUrl', { status: 'pending', retryAfterSeconds: 3 }],
    ['getCallRecordingUrl', { status: 'none', reason: 'expired' }],
    ['getAgentStatus', { state: 'on_call', call: REFERENCE }],
    ['findCall', REFERENCE],
  ] as const)('of %s, where a driver gives an instance of a class: %j', (operation, fields) => {
    const told = toPlainResult(operation, instanceOf(fields));
    expect({ ...told }).toEqual(fields);
    expect(JSON.stringify(told)).toBe(JSON.stringify(fields));
  });

  test('also where the call alone is such an instance', () => {
    const told = toPlainResult('makeCall', { status: 'placed', call: instanceOf(REFERENCE) });
    expect(JSON.parse(JSON.stringify(told))).toEqual({ status: 'placed', call: REFERENCE });
  });

  test("and those that are the vendor's own beside them", () => {
    const told = toPlainResult(
      'hangupCall',
      instanceOf({ status: 'ended', secondsSpoken: 3 }, { cost: 7, wrapUpRequired: true }),
    );
    expect(told).toEqual({ status: 'ended', cost: 7, wrapUpRequired: true });
  });

  test('a plain one is the same one: it costs nothing', () => {
    for (const result of [PLACED, { status: 'accepted', reference: 'r-1' }, Object.assign(Object.create(null), PLACED)]) {
      expect(toPlainResult('makeCall', result)).toBe(result);
    }
    expect(toPlainResult('findCall', undefined)).toBeUndefined();
  });

  test('what is no result stays what it is, to be refused', () => {
    const results = [null, 'placed', 7, [PLACED]];
    expect(results.map((result) => toPlainResult('makeCall', result))).toEqual(results);
  });
});

describe('through the host', () => {
  test('a dial that joined another gets the call that the other got', async () => {
    const { phone } = guard({ makeCall: async () => instanceOf({ status: 'placed', call: instanceOf(CALL) }) as MakeCallResult });
    expect(await phone.makeCall(DIAL)).toEqual(PLACED);
    expect(await phone.makeCall(DIAL)).toEqual({ ...PLACED, replayed: true });
  });

  test('a getter that changes its mind is asked once: what was checked is what is told', async () => {
    let asked = 0;
    class Fickle {
      get status(): 'transferred' {
        asked += 1;
        return asked === 1 ? 'transferred' : JSON.parse('"lost"');
      }
    }
    const { phone } = guard({ transferCall: async () => new Fickle() });
    expect(await phone.transferCall(TRANSFER)).toEqual({ status: 'transferred' });
  });
});
