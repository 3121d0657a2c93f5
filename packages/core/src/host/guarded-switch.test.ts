import { FakeClock, RecordingLogger } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import { SwitchError } from '../errors/switch-error.ts';
import type { Logger } from '../runtime/logger.ts';
import { openTelemetry } from '../runtime/telemetry.ts';
import type { Capability } from '../switch/capabilities.ts';
import type { Operation } from '../switch/operation.ts';
import type { OperationsWith, PhoneSwitch } from '../switch/phone-switch.ts';
import type { CallOptions } from '../switch/requests.ts';
import { AddressGuard } from '../http/address-guard.ts';
import { PUBLIC_HTTPS_ONLY } from '../http/network-policy.ts';
import { parseRecordingUrl } from '../http/recording-url.ts';
import { type DialGuard, InProcessDialGuard } from './dial-guard.ts';
import { GuardedSwitch } from './guarded-switch.ts';
import { OperationWatch } from './operation-watch.ts';
import { ACME, CALL, DIAL, PLACED, rejectionOf, switchErrorOf, vendorSwitch } from './vendor.test.fixture.ts';

const ALL: readonly Capability[] = ['transfer.attended', 'agent.status', 'call.status'];

function guard(
  overrides: Partial<OperationsWith<Capability>>,
  more: { capabilities?: readonly Capability[]; logger?: Logger; dialGuard?: DialGuard } = {},
): { phone: GuardedSwitch; clock: FakeClock } {
  const clock = new FakeClock();
  const logger = more.logger ?? new RecordingLogger();
  const services = {
    brandId: ACME,
    clock,
    logger,
    dialGuard: more.dialGuard ?? new InProcessDialGuard(clock),
    capabilities: new Set(more.capabilities ?? ALL),
    parseRecordingUrl: (text: string) => parseRecordingUrl(text, new AddressGuard(PUBLIC_HTTPS_ONLY)),
  };
  const watch = new OperationWatch({ ...services, pluginId: 'vendor', telemetry: openTelemetry() });
  return { phone: new GuardedSwitch(vendorSwitch(overrides), { ...services, watch }), clock };
}

const TRANSFER = { call: CALL, targetExtension: '1002' };

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
const OPERATION_NAMES: readonly Operation[] = ['connect', 'makeCall', 'hangupCall', 'transferCall', 'getCallRecordingUrl', 'getAgentStatus', 'findCall'];

describe.each(OPERATION_NAMES)('%s', (operation) => {
  const mayRing = operation === 'makeCall' || operation === 'transferCall';

  test('throws a SwitchError and nothing else, whatever the driver throws', async () => {
    for (const thrown of [new Error('bug'), 'a text', undefined, null, { code: 'REJECTED' }]) {
      const { phone } = guard({ [operation]: () => Promise.reject(thrown) });
      const error = await switchErrorOf(ask[operation](phone, { correlationId: 'c-1' }));
      expect(error).toMatchObject({
        code: mayRing ? 'OUTCOME_UNKNOWN' : 'INTERNAL', effect: 'unknown',
        operation, plugin: 'vendor', brand: 'acme', correlationId: 'c-1',
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
      code: 'FORBIDDEN', effect: 'none', vendorMessage: 'no dialling', hint: 'Ask Ann.', details: { httpStatus: 403 }, operation, plugin: 'vendor',
    });
  });

  test('refuses options that are not valid, with every one that is wrong', async () => {
    const { phone } = guard({ [operation]: () => Promise.reject(new Error('asked')) });
    const options = { deadlineMs: -1, correlationId: 'a b', idempotencyKey: 'ü' };
    const error = await switchErrorOf(ask[operation](phone, options));
    expect(error).toMatchObject({ code: 'ARGUMENT_INVALID', effect: 'none' });
    expect(SwitchError.has(error, 'ARGUMENT_INVALID') && error.details.issues.map(({ path }) => path)).toEqual(['deadlineMs', 'correlationId', 'idempotencyKey']);
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
      expect(error).toMatchObject({ code: mayRing ? 'OUTCOME_UNKNOWN' : 'INTERNAL' });
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

  test('or the caller’s', async () => {
    expect(await keysOf({ idempotencyKey: 'intent-7' })).toEqual(['intent-7', 'intent-7', undefined]);
  });
});

describe('capabilities', () => {
  test('undeclared is CAPABILITY_MISSING, never a silent no-op', async () => {
    const { phone } = guard({}, { capabilities: [] });
    expect(await switchErrorOf(phone.getAgentStatus(DIAL.agentExtension))).toMatchObject({ code: 'CAPABILITY_MISSING', details: { capability: 'agent.status' } });
    expect(await switchErrorOf(phone.findCall('r'))).toMatchObject({ code: 'CAPABILITY_MISSING', details: { capability: 'call.status' } });
  });

  test('an attended transfer without the capability is refused, never quietly a blind one', async () => {
    const { phone } = guard({ transferCall: () => Promise.reject(new Error('asked')) }, { capabilities: [] });
    const error = await switchErrorOf(phone.transferCall({ ...TRANSFER, kind: 'attended' }));
    expect(error).toMatchObject({ code: 'CAPABILITY_MISSING', effect: 'none', details: { capability: 'transfer.attended' } });
  });

  test.each(['blind', undefined] as const)('a transfer of kind %s needs none, and goes on as it was asked for', async (kind) => {
    const seen: unknown[] = [];
    const { phone } = guard({
      transferCall: async (request) => {
        seen.push(request);
        return { status: 'transferred' };
      },
    }, { capabilities: [] });
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
  expect(await rejectionOf(phone.hangupCall(CALL))).toMatchObject({ code: 'UPSTREAM_FAILED', effect: 'unknown', retryable: true });
});

describe('whatever a driver says, the host does not pass on', () => {
  test.each([{ effect: 'none' }, { retryable: true }] as const)('an unknown outcome with %j, and nothing rings again', async (contradiction) => {
    let dials = 0;
    const { phone } = guard({
      makeCall: async () => {
        dials += 1;
        throw new SwitchError('OUTCOME_UNKNOWN', { reason: 'timed_out' }, contradiction);
      },
    });
    for (const _again of [1, 2]) {
      expect(await switchErrorOf(phone.makeCall(DIAL))).toMatchObject({ code: 'OUTCOME_UNKNOWN', effect: 'unknown', retryable: false });
    }
    expect(dials).toBe(1);
  });

  test.each(['javascript:alert(1)', 'data:audio/wav;base64,', 'file:///etc/passwd', 'https://user:pass@a.example/', 'http://a.example/'])(
    'a recording at %s',
    async (url) => {
      const { phone } = guard({ getCallRecordingUrl: async () => ({ status: 'available', url: new URL(url) }) });
      const error = await switchErrorOf(phone.getCallRecordingUrl(CALL));
      expect(error).toMatchObject({ code: 'CONTRACT_VIOLATED', details: { reason: 'unusable_url' } });
    },
  );

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

test('a dial guard that hangs, as one with a shared store may, keeps no caller waiting', async () => {
  const dialGuard: DialGuard = { dial: () => new Promise(() => {}), identify: () => {}, release: () => {} };
  const { phone, clock } = guard({}, { dialGuard });
  const failed = switchErrorOf(phone.makeCall(DIAL, { deadlineMs: 100 }));
  await clock.advance(200);
  expect(await failed).toMatchObject({ code: 'OUTCOME_UNKNOWN', details: { reason: 'timed_out' } });
});
