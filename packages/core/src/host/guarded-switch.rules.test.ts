import { RecordingLogger } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import { SwitchError } from '../errors/switch-error.ts';
import type { CallOptions } from '../switch/requests.ts';
import type { DialGuard } from './dial-guard.ts';
import { guard, TRANSFER } from './guarded.test.fixture.ts';
import { CALL, DIAL, PLACED, rejectionOf, switchErrorOf } from './vendor.test.fixture.ts';

describe('every dial carries one idempotency key an intent', () => {
  const keysOf = async (options?: CallOptions): Promise<(string | undefined)[]> => {
    const keys: (string | undefined)[] = [];
    const { phone } = guard({
      makeCall: async (_request, full) => {
        keys.push(full?.idempotencyKey);
        return PLACED;
      },
      transferCall: async (_request, full) => {
        keys.push(full?.idempotencyKey);
        return { status: 'transferred' };
      },
      hangupCall: async (_call, full) => {
        keys.push(full?.idempotencyKey);
        return { status: 'ended' };
      },
    });
    await phone.makeCall(DIAL, options);
    await phone.transferCall(TRANSFER, options);
    await phone.hangupCall(CALL);
    return keys;
  };

  test('one of its own for each dial and transfer', async () => {
    const [dial, transfer, hangup] = await keysOf();
    expect([dial, transfer]).toEqual([expect.stringMatching(/^[\da-f-]{36}$/), expect.stringMatching(/^[\da-f-]{36}$/)]);
    expect(dial).not.toBe(transfer);
    expect(hangup).toBeUndefined();
  });

  test('also where the caller names several by one correlation id', async () => {
    const keys = await keysOf({ correlationId: 'ticket-7' });
    expect(new Set([...keys, 'ticket-7']).size).toBe(4);
  });

  test('or the caller’s', async () => {
    expect(await keysOf({ idempotencyKey: 'intent-7' })).toEqual(['intent-7', 'intent-7', undefined]);
  });
});

describe('capabilities', () => {
  test('are those that the plugin declares', () => {
    expect([...guard({}, { capabilities: ['call.status'] }).phone.capabilities]).toEqual(['call.status']);
  });

  test('undeclared is CAPABILITY_MISSING, never a silent no-op', async () => {
    const { phone } = guard({}, { capabilities: [] });
    expect(await switchErrorOf(phone.getAgentStatus(DIAL.agentExtension))).toMatchObject({
      code: 'CAPABILITY_MISSING',
      details: { capability: 'agent.status' },
      message: expect.stringContaining('agent.status'),
    });
    expect(await switchErrorOf(phone.findCall('r'))).toMatchObject({
      code: 'CAPABILITY_MISSING',
      details: { capability: 'call.status' },
    });
  });

  test('an attended transfer without the capability is refused, never quietly a blind one', async () => {
    const { phone } = guard({ transferCall: () => Promise.reject(new Error('asked')) }, { capabilities: [] });
    const error = await switchErrorOf(phone.transferCall({ ...TRANSFER, kind: 'attended' }));
    expect(error).toMatchObject({ code: 'CAPABILITY_MISSING', effect: 'none', details: { capability: 'transfer.attended' } });
  });

  test.each(['blind', undefined] as const)('a transfer of kind %s needs none, and goes on as it was asked for', async (kind) => {
    const seen: unknown[] = [];
    const { phone } = guard(
      {
        transferCall: async (request) => {
          seen.push(request);
          return { status: 'transferred' };
        },
      },
      { capabilities: [] },
    );
    const request = kind === undefined ? TRANSFER : { ...TRANSFER, kind };
    expect(await phone.transferCall(request)).toEqual({ status: 'transferred' });
    expect(seen).toEqual([request]);
  });
});

test('a caller in JavaScript who passes null as options gets the defaults', async () => {
  const { phone } = guard({});
  expect(await Reflect.apply(phone.connect, phone, [null])).toEqual({ status: 'verified', latencyMs: 1 });
});

test('an error of an operation that is not one of a dial is never told as an unknown ring', async () => {
  const { phone } = guard({ hangupCall: () => Promise.reject(new SwitchError('UPSTREAM_FAILED', {})) });
  expect(await rejectionOf(phone.hangupCall(CALL))).toMatchObject({
    code: 'UPSTREAM_FAILED',
    effect: 'unknown',
    retryable: true,
  });
});

describe('whatever a driver says, the host does not pass on', () => {
  test.each([{ effect: 'none' }, { retryable: true }] as const)(
    'an unknown outcome with %j, and nothing rings again',
    async (contradiction) => {
      let dials = 0;
      const { phone } = guard({
        makeCall: async () => {
          dials += 1;
          throw new SwitchError('OUTCOME_UNKNOWN', { reason: 'timed_out' }, contradiction);
        },
      });
      for (const _ of [1, 2]) {
        expect(await switchErrorOf(phone.makeCall(DIAL))).toMatchObject({
          code: 'OUTCOME_UNKNOWN',
          effect: 'unknown',
          retryable: false,
        });
      }
      expect(dials).toBe(1);
    },
  );

  test.each([
    'javascript:alert(1)',
    'data:audio/wav;base64,',
    'file:///etc/passwd',
    'https://user:pass@a.example/',
    'http://a.example/',
  ])('a recording at %s', async (url) => {
    const { phone } = guard({ getCallRecordingUrl: async () => ({ status: 'available', url: new URL(url) }) });
    const error = await switchErrorOf(phone.getCallRecordingUrl(CALL));
    expect(error).toMatchObject({ code: 'CONTRACT_VIOLATED', details: { reason: 'unusable_url' } });
  });

  test("a recording whose URL is a text: the driver's mistake, and not the service's", async () => {
    const result = { status: 'available', url: 'https://a.example/r.wav' };
    const { phone } = guard({ getCallRecordingUrl: async () => JSON.parse(JSON.stringify(result)) });
    expect(await switchErrorOf(phone.getCallRecordingUrl(CALL))).toMatchObject({ code: 'INTERNAL', effect: 'none' });
  });

  test('an empty hint: the code has its own', async () => {
    const { phone } = guard({ connect: () => Promise.reject(new SwitchError('REJECTED', {}, { hint: '' })) });
    expect((await switchErrorOf(phone.connect())).hint).not.toBe('');
  });
});

test('a correlation id that could forge a log line shows in no error and no log', async () => {
  const logger = new RecordingLogger();
  const { phone } = guard({}, { logger });
  const error = await switchErrorOf(phone.connect({ correlationId: 'x\ninjected' }));
  expect(error).toMatchObject({ code: 'ARGUMENT_INVALID', effect: 'none' });
  expect(`${JSON.stringify(error)}${logger.text()}`).not.toContain('injected');
});

test('a dial guard that hangs after the switch has answered keeps no caller waiting either', async () => {
  const dial: DialGuard['dial'] = (_key, place) => place().then(() => new Promise(() => {}));
  const { phone, clock } = guard({}, { dialGuard: { dial, identify: () => {}, release: () => {} } });
  const failed = switchErrorOf(phone.makeCall(DIAL, { deadlineMs: 100 }));
  await clock.advance(200);
  expect(await failed).toMatchObject({ code: 'OUTCOME_UNKNOWN', details: { reason: 'timed_out' } });
});

test('a dial guard that hangs, as one with a shared store may, keeps no caller waiting', async () => {
  const dialGuard: DialGuard = { dial: () => new Promise(() => {}), identify: () => {}, release: () => {} };
  const { phone, clock } = guard({}, { dialGuard });
  const failed = switchErrorOf(phone.makeCall(DIAL, { deadlineMs: 100 }));
  await clock.advance(200);
  expect(await failed).toMatchObject({ code: 'OUTCOME_UNKNOWN', details: { reason: 'timed_out' } });
});
