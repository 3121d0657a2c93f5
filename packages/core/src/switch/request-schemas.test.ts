import { describe, expect, test } from 'vitest';
import { SwitchError } from '../errors/switch-error.ts';
import {
  checkCallOptions,
  checkCallReference,
  checkMakeCallRequest,
  checkTransferCallRequest,
  parseAgentExtension,
  parseBrandId,
  parseCallId,
} from './request-schemas.ts';

const DIAL = { agentExtension: parseAgentExtension('1001'), destination: '+15550004567' };
const CALL = { callId: parseCallId('300000000000071') };

/** Checks what a caller in JavaScript could pass; gives the paths of what is wrong, or none. */
function wrong(check: (value: never) => unknown, value: unknown): readonly string[] {
  try {
    Reflect.apply(check, undefined, [value]);
    return [];
  } catch (error) {
    if (!SwitchError.has(error, 'ARGUMENT_INVALID')) throw error;
    expect(error).toMatchObject({ effect: 'none', retryable: false });
    return error.details.issues.map(({ path }) => path);
  }
}

describe('a request is checked before anything is sent', () => {
  test('a sound one goes on unchanged, also with what we do not know', () => {
    const request = { ...DIAL, campaignName: 'Spring', skillId: '7', vendorExtra: { a: 1 } };
    expect(checkMakeCallRequest(request)).toBe(request);
  });

  test.each([
    '+15550004567',
    '911',
    '1001',
    '*72',
    'sip:alice@pbx.test',
    '#31#030123',
    '(030) 1234',
    '1-800-FLOWERS',
    '00 44 20',
  ])('destination is sent as the caller gave it: %s', (destination) =>
    expect(checkMakeCallRequest({ ...DIAL, destination }).destination).toBe(destination),
  );

  test.each([
    '',
    ' ',
    '1\n2',
    '1\r\nX: y',
    '1\u0000',
    '1\u2028',
    ' 1',
    '1 ',
    '\u00a01',
    'x'.repeat(257),
    1,
    15550004567,
    null,
    undefined,
    {},
    ['1'],
  ])('a destination that cannot be one, %j', (destination) =>
    expect(wrong(checkMakeCallRequest, { ...DIAL, destination })).toEqual(['destination']),
  );

  test('every field that is wrong is told at once, and none of the values', () => {
    const bad = { agentExtension: '', destination: 's3cret\n', campaignName: '', skillId: 7 };
    expect(wrong(checkMakeCallRequest, bad)).toEqual(['agentExtension', 'destination', 'campaignName', 'skillId']);
    expect(() => Reflect.apply(checkMakeCallRequest, undefined, [bad])).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('s3cret') }),
    );
  });

  test.each([null, undefined, 'a', 7, []])('no request at all: %j', (request) => {
    expect(wrong(checkMakeCallRequest, request)).toEqual(['']);
  });
});

describe('a call id is an opaque string', () => {
  test.each(['300000000000071', '0', '-1', '1e3', 'M7250853250000014', '9007199254740993', 'a b', '{"a":1}'])(
    '%s stays as it is',
    (callId) => {
      expect(parseCallId(callId)).toBe(callId);
    },
  );

  test.each([300000000000071, 7n, null, undefined, '', ' ', ' 300', '300 ', '3\n0', 'x'.repeat(513)])('%s is none', (callId) => {
    expect(wrong(checkCallReference, { callId })).toEqual(['callId']);
  });

  test('it travels with the agent and the vendor’s other ids', () => {
    const call = { ...CALL, agentExtension: DIAL.agentExtension, aliases: { session: 's-1' } };
    expect(checkCallReference(call)).toBe(call);
    expect(wrong(checkCallReference, { ...CALL, aliases: { session: 7 } })).toEqual(['aliases.session']);
  });
});

describe('a transfer', () => {
  test.each(['blind', 'attended', undefined])('may be %s', (kind) => {
    expect(
      wrong(checkTransferCallRequest, { call: CALL, targetExtension: '1002', ...(kind === undefined ? {} : { kind }) }),
    ).toEqual([]);
  });

  test.each(['warm', 'BLIND', '', null, true])('may not be %j: a kind is never guessed', (kind) => {
    expect(wrong(checkTransferCallRequest, { call: CALL, targetExtension: '1002', kind })).toEqual(['kind']);
  });

  test('tells the path within the call', () => {
    expect(wrong(checkTransferCallRequest, { call: { callId: 7 }, targetExtension: '' })).toEqual([
      'call.callId',
      'targetExtension',
    ]);
  });
});

describe('call options', () => {
  test('a sound set goes on unchanged', () => {
    const options = { signal: new AbortController().signal, deadlineMs: 1_500.5, correlationId: 'c-1', idempotencyKey: 'k-1' };
    expect(checkCallOptions(options)).toBe(options);
    expect(checkCallOptions({})).toEqual({});
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2_147_483_648, '5', null])(
    'deadlineMs may not be %s: a timer would fire at once',
    (deadlineMs) => {
      expect(wrong(checkCallOptions, { deadlineMs })).toEqual(['deadlineMs']);
    },
  );

  test.each(['', 'a b', 'ü', 'a\r\nX-Admin: 1', 'x'.repeat(257), 7])(
    'correlationId and idempotencyKey go into headers, so not %j',
    (text) => {
      expect(new Set(wrong(checkCallOptions, { correlationId: text, idempotencyKey: text }))).toEqual(
        new Set(['correlationId', 'idempotencyKey']),
      );
    },
  );

  test('signal must be one', () => expect(wrong(checkCallOptions, { signal: { aborted: false } })).toEqual(['signal']));
});

test('brands and extensions are texts of sense', () => {
  expect([parseBrandId('acme'), parseAgentExtension('+1001@pbx')]).toEqual(['acme', '+1001@pbx']);
  for (const text of ['', ' ', 'a\n', 7])
    expect([wrong(parseBrandId, text), wrong(parseAgentExtension, text)]).toEqual([['brand'], ['agentExtension']]);
});
