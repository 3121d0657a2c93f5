import { describe, expect, test } from 'vitest';
import { SwitchError } from '../errors/switch-error.ts';
import type { Capability } from '../switch/capabilities.ts';
import type { Operation } from '../switch/operation.ts';
import type { PhoneSwitch } from '../switch/phone-switch.ts';
import type { CallOptions } from '../switch/requests.ts';
import { guard, TRANSFER } from './guarded.test.fixture.ts';
import { CALL, DIAL, switchErrorOf } from './vendor.test.fixture.ts';

/** Calls an operation with sound arguments. */
const ask: { readonly [O in Operation]: (phone: PhoneSwitch<Capability>, options?: CallOptions) => Promise<unknown> } = {
  connect: (phone, options) => phone.connect(options),
  makeCall: (phone, options) => phone.makeCall(DIAL, options),
  hangupCall: (phone, options) => phone.hangupCall(CALL, options),
  transferCall: (phone, options) => phone.transferCall(TRANSFER, options),
  getCallRecordingUrl: (phone, options) => phone.getCallRecordingUrl(CALL, options),
  getAgentStatus: (phone, options) => phone.getAgentStatus(DIAL.agentExtension, options),
  findCall: (phone, options) => phone.findCall('reference', options),
};
const OPERATION_NAMES: readonly Operation[] = [
  'connect',
  'makeCall',
  'hangupCall',
  'transferCall',
  'getCallRecordingUrl',
  'getAgentStatus',
  'findCall',
];

describe.each(OPERATION_NAMES)('%s', (operation) => {
  const mayRing = operation === 'makeCall' || operation === 'transferCall';
  const changesCalls = mayRing || operation === 'hangupCall';

  test('throws a SwitchError and nothing else, whatever the driver throws', async () => {
    for (const thrown of [new Error('bug'), 'a text', undefined, null, { code: 'REJECTED' }]) {
      const { phone } = guard({ [operation]: () => Promise.reject(thrown) });
      const error = await switchErrorOf(ask[operation](phone, { correlationId: 'c-1' }));
      expect(error).toMatchObject({
        code: mayRing ? 'OUTCOME_UNKNOWN' : 'INTERNAL',
        effect: 'unknown',
        operation,
        plugin: 'vendor',
        brand: 'acme',
        correlationId: 'c-1',
      });
    }
  });

  test('of a driver that throws before it returns a promise, too', async () => {
    const { phone, clock } = guard({
      [operation]: () => {
        throw new Error('bug');
      },
    });
    expect(await switchErrorOf(ask[operation](phone))).toMatchObject({ code: mayRing ? 'OUTCOME_UNKNOWN' : 'INTERNAL' });
    await Promise.resolve();
    expect(clock.pendingTimers).toBe(0);
  });

  test('of a driver that hangs settles within its deadline and 50 ms', async () => {
    const { phone, clock } = guard({ [operation]: () => new Promise(() => {}) });
    const error = switchErrorOf(ask[operation](phone, { deadlineMs: 500 }));
    await clock.advance(550);
    expect(await error).toMatchObject({ code: mayRing ? 'OUTCOME_UNKNOWN' : 'TIMED_OUT', effect: 'unknown' });
  });

  test('aborted before the request is sent has effect none, and the driver is not asked', async () => {
    const { phone } = guard({ [operation]: () => Promise.reject(new Error('asked')) });
    const error = await switchErrorOf(ask[operation](phone, { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ code: 'ABORTED', effect: 'none', operation });
    expect(error.message).toMatch(/before anything was sent/);
  });

  test('aborted after it: unknown', async () => {
    const { phone, clock } = guard({ [operation]: () => new Promise(() => {}) });
    const controller = new AbortController();
    const error = switchErrorOf(ask[operation](phone, { signal: controller.signal }));
    await clock.advance(1);
    controller.abort();
    await clock.advance(50);
    expect(await error).toMatchObject({ code: mayRing ? 'OUTCOME_UNKNOWN' : 'ABORTED', effect: 'unknown' });
  });

  test('keeps what the driver knows better: code, effect, words and hint', async () => {
    const told = new SwitchError('FORBIDDEN', { httpStatus: 403 }, { vendorMessage: 'no dialling', hint: 'Ask Ann.' });
    const { phone } = guard({ [operation]: () => Promise.reject(told) });
    expect(await switchErrorOf(ask[operation](phone))).toMatchObject({
      code: 'FORBIDDEN',
      effect: 'none',
      vendorMessage: 'no dialling',
      hint: 'Ask Ann.',
      details: { httpStatus: 403 },
      operation,
      plugin: 'vendor',
    });
  });

  test('refuses options that are not valid, with every one that is wrong', async () => {
    const { phone } = guard({ [operation]: () => Promise.reject(new Error('asked')) });
    const options = { deadlineMs: -1, correlationId: 'a b', idempotencyKey: 'ü' };
    const error = await switchErrorOf(ask[operation](phone, options));
    expect(error).toMatchObject({ code: 'ARGUMENT_INVALID', effect: 'none' });
    expect(SwitchError.has(error, 'ARGUMENT_INVALID') && error.details.issues.map(({ path }) => path)).toEqual([
      'deadlineMs',
      'correlationId',
      'idempotencyKey',
    ]);
  });

  test('after close is refused as CLOSED', async () => {
    const { phone } = guard({ [operation]: () => Promise.reject(new Error('asked')) });
    await phone.close();
    expect(await switchErrorOf(ask[operation](phone))).toMatchObject({ code: 'CLOSED', effect: 'none' });
  });

  test('has a correlation id even when the caller gives none, and the driver gets the same', async () => {
    const seen: unknown[] = [];
    const spy = (...args: readonly unknown[]): Promise<never> => {
      seen.push(args.at(-1));
      return Promise.reject(new SwitchError('REJECTED', {}));
    };
    const { phone } = guard({ [operation]: spy });
    const { correlationId } = await switchErrorOf(ask[operation](phone));
    expect(correlationId).toMatch(/^[\da-f-]{36}$/);
    expect(seen).toEqual([expect.objectContaining({ correlationId })]);
  });

  test('a result that is not one of the interface is told as INTERNAL, or OUTCOME_UNKNOWN where a phone may ring', async () => {
    for (const result of [null, 'ok', {}, { status: 'fine' }, { status: 'placed', call: { callId: 71 } }, { state: 'asleep' }]) {
      const { phone } = guard({ [operation]: () => Promise.resolve(result) });
      const error = await switchErrorOf(ask[operation](phone));
      expect(error).toMatchObject({ code: mayRing ? 'OUTCOME_UNKNOWN' : 'INTERNAL', effect: changesCalls ? 'unknown' : 'none' });
      expect(error.message).toMatch(new RegExp(`not one of ${operation}: .+`));
    }
  });
});

describe('one deadline for all requests of an operation', () => {
  test('a driver that sends several gets what is left for each', async () => {
    const seen: (number | undefined)[] = [];
    const { phone, clock } = guard({
      getCallRecordingUrl: async (_call, options) => {
        seen.push(options?.deadlineMs);
        await new Promise<void>((resolve) => clock.setTimer(400, resolve));
        seen.push(options?.deadlineMs);
        return { status: 'pending' };
      },
    });
    const result = phone.getCallRecordingUrl(CALL, { deadlineMs: 1_000 });
    await clock.advance(400);
    expect(await result).toEqual({ status: 'pending' });
    expect(seen).toEqual([1_000, 600]);
  });
});
