import { type FaultName, Five9Simulator, startMiddleware } from '@elasticfunnels/five9-middleware';
import { describe, expect, test } from 'vitest';
import { API_KEY, DIAL, failureOf, type Five9Rig, type RigOptions, startRig, until } from './five9-rig.ts';

const unknown = { code: 'OUTCOME_UNKNOWN', effect: 'unknown', retryable: false, operation: 'makeCall', plugin: 'five9' };
const KEYS = [{}, { settings: { idempotencyKeys: 'ignored' } }] as const satisfies readonly RigOptions[];
const repeats = ({ logger }: Five9Rig): number =>
  logger.entries.filter(({ message }) => message === 'request failed and is repeated').length;
const requests = ({ logger }: Five9Rig): number =>
  logger.entries.filter(({ message }) => message === 'request to the switch').length;

// With and without a service that knows idempotency keys: the driver alone must see to it that nobody is rung twice.
describe.each(KEYS)('one dial, and then nobody can tell: %j', (options) => {
  test.each<[FaultName, string]>([
    ['reset-after-dial', 'connection_lost'],
    ['reset-mid-body', 'connection_lost'],
    ['error-500', 'upstream_error'],
    ['error-502', 'upstream_error'],
    ['error-504', 'upstream_error'],
    ['html-502', 'upstream_error'],
    ['html-200', 'unreadable_answer'],
    ['truncated-json', 'unreadable_answer'],
    ['missing-call-id', 'unreadable_answer'],
    ['number-call-id', 'unreadable_answer'],
    ['success-string', 'unreadable_answer'],
    ['huge-body', 'unreadable_answer'],
  ])('%s: the phone rang once, the effect is unknown, the request went out once', async (fault, reason) => {
    await using rig = await startRig(options);
    rig.faults.switchOn(fault);
    expect(await failureOf(rig.phone.makeCall(DIAL))).toMatchObject({ ...unknown, details: { reason } });
    expect(rig.dials()).toBe(1);
    expect(requests(rig)).toBe(1);
  });

  test.each<FaultName>(['dial-accepted-never-answered', 'answer-late', 'drip'])(
    '%s: given up at the deadline, after one dial',
    async (fault) => {
      await using rig = await startRig(options);
      rig.faults.switchOn(fault);
      const dial = failureOf(rig.phone.makeCall(DIAL));
      await until(() => rig.faults.occurrences(fault) === 1);
      await rig.driverClock.advance(30_000);
      expect(await dial).toMatchObject({ ...unknown, details: { reason: 'timed_out' } });
      expect(rig.dials()).toBe(1);
      expect(requests(rig)).toBe(1);
    },
  );

  test('a caller who gives up after it was sent', async () => {
    await using rig = await startRig(options);
    rig.faults.switchOn('dial-accepted-never-answered');
    const controller = new AbortController();
    const dial = failureOf(rig.phone.makeCall(DIAL, { signal: controller.signal }));
    await until(() => rig.dials() === 1);
    controller.abort();
    expect(await dial).toMatchObject({ ...unknown, details: { reason: 'aborted' } });
    expect(rig.dials()).toBe(1);
  });

  test('whoever clicks again at once gets the same doubt, and no second ring', async () => {
    await using rig = await startRig(options);
    rig.faults.switchOn('reset-after-dial', { times: 1 });
    await failureOf(rig.phone.makeCall(DIAL));
    expect(await failureOf(rig.phone.makeCall({ ...DIAL, destination: '+1 (555) 000-1111' }))).toMatchObject(unknown);
    expect(rig.dials()).toBe(1);
    expect(requests(rig)).toBe(1);
  });

  test('two clicks at the same time are one dial, and both get the call', async () => {
    await using rig = await startRig(options);
    const [first, second] = await Promise.all([rig.phone.makeCall(DIAL), rig.phone.makeCall(DIAL)]);
    expect(first).toMatchObject({ status: 'placed', call: { callId: rig.simulator.dials()[0]?.callId } });
    expect(second).toEqual({ ...first, replayed: true });
    expect(rig.dials()).toBe(1);
  });
});

describe('slow, but within the deadline', () => {
  test.each<FaultName>(['answer-late', 'drip'])('%s: placed, by one dial', async (fault) => {
    await using rig = await startRig();
    rig.faults.switchOn(fault, { delayMs: 1 });
    const dial = rig.phone.makeCall(DIAL);
    let over = false;
    void dial.finally(() => (over = true));
    await until(() => {
      // A task that is over schedules the next byte; nothing of a call takes this long.
      void rig.serviceClock.advance(1);
      return over;
    });
    expect(await dial).toMatchObject({ status: 'placed' });
    expect(rig.dials()).toBe(1);
  });
});

describe('the request reached the service, so nobody can tell, though nothing rang', () => {
  test.each<[FaultName, string]>([
    ['reset-before-dial', 'connection_lost'],
    ['redirect-302', 'redirected'],
  ])('%s: not repeated, not followed', async (fault, reason) => {
    await using rig = await startRig();
    rig.faults.switchOn(fault, { times: 1 });
    expect(await failureOf(rig.phone.makeCall(DIAL))).toMatchObject({ ...unknown, details: { reason } });
    expect(rig.dials()).toBe(0);
    expect(requests(rig)).toBe(1);
  });
});

describe('nothing rang, and the service says when to ask again', () => {
  test.each<FaultName>(['error-503', 'rate-limited'])(
    '%s: repeated as late as it says, with one dial in the end',
    async (fault) => {
      await using rig = await startRig();
      rig.faults.switchOn(fault, { times: 2 });
      const dial = rig.phone.makeCall(DIAL);
      for (const tries of [1, 2]) {
        await until(() => repeats(rig) === tries);
        await rig.driverClock.advance(999);
        expect(requests(rig)).toBe(tries);
        await rig.driverClock.advance(1);
      }
      expect(await dial).toMatchObject({ status: 'placed', call: { callId: rig.simulator.dials()[0]?.callId } });
      expect(requests(rig)).toBe(3);
      expect(rig.dials()).toBe(1);
    },
  );

  test.each<[FaultName, string]>([
    ['error-503', 'UPSTREAM_FAILED'],
    ['rate-limited', 'RATE_LIMITED'],
  ])('%s without end: given up after three tries, with no effect', async (fault, code) => {
    await using rig = await startRig();
    rig.faults.switchOn(fault);
    const dial = failureOf(rig.phone.makeCall(DIAL));
    for (const tries of [1, 2]) {
      await until(() => repeats(rig) === tries);
      await rig.driverClock.advance(1_000);
    }
    expect(await dial).toMatchObject({ code, effect: 'none', retryable: true, details: { retryAfterSeconds: 1 } });
    expect(requests(rig)).toBe(3);
    expect(rig.dials()).toBe(0);
  });
});

describe('nothing rang, and asking again is for the caller', () => {
  test.each<[FaultName, string]>([
    ['error-503-no-retry-after', 'UPSTREAM_FAILED'],
    ['forbidden', 'FORBIDDEN'],
    ['success-false', 'REJECTED'],
    ['redirect-307', 'CONTRACT_VIOLATED'],
  ])('%s: no effect, not repeated; the next dial goes through at once', async (fault, code) => {
    await using rig = await startRig();
    rig.faults.switchOn(fault, { times: 1 });
    expect(await failureOf(rig.phone.makeCall(DIAL))).toMatchObject({ code, effect: 'none' });
    expect(requests(rig)).toBe(1);
    expect(rig.dials()).toBe(0);
    expect(await rig.phone.makeCall(DIAL)).toMatchObject({ status: 'placed' });
    expect(rig.dials()).toBe(1);
  });
});

describe('a service that does not listen', () => {
  test('refused to the end: no effect, three tries', async () => {
    await using rig = await startRig({ retry: { random: () => 0 } });
    await rig.middleware.close();
    const dial = failureOf(rig.phone.makeCall(DIAL));
    for (const tries of [1, 2]) {
      await until(() => repeats(rig) === tries);
      await rig.driverClock.advance(0);
    }
    expect(await dial).toMatchObject({ code: 'UNREACHABLE', effect: 'none', retryable: true, details: { stage: 'connect' } });
    expect(requests(rig)).toBe(3);
    expect(rig.dials()).toBe(0);
  });

  test('and is there at the second try: one dial', async () => {
    await using rig = await startRig();
    const port = Number(new URL(rig.middleware.url).port);
    await rig.middleware.close();
    const dial = rig.phone.makeCall(DIAL);
    await until(() => repeats(rig) === 1);
    const five9 = new Five9Simulator({ clock: rig.serviceClock });
    const back = await startMiddleware({
      five9,
      authentication: { kind: 'bearer', apiKey: API_KEY },
      clock: rig.serviceClock,
      port,
    });
    await rig.driverClock.advance(100);
    expect(await dial).toMatchObject({ status: 'placed', call: { callId: five9.dials()[0]?.callId } });
    expect(five9.dials()).toHaveLength(1);
    await back.close();
    await five9.close();
  });
});

describe('after the doubt', () => {
  test('the same intent, with its key, gets the true answer instead of a second ring', async () => {
    await using rig = await startRig();
    rig.faults.switchOn('reset-after-dial', { times: 1 });
    const intent = { idempotencyKey: 'intent-1' };
    await failureOf(rig.phone.makeCall(DIAL, intent));
    // Past the window in which this process holds identical dials back.
    await rig.driverClock.advance(5_001);
    const callId = rig.simulator.dials()[0]?.callId;
    expect(await rig.phone.makeCall(DIAL, intent)).toMatchObject({ status: 'placed', call: { callId }, replayed: true });
    expect(rig.dials()).toBe(1);
  });

  test('the same key for another destination is refused, and rings nobody', async () => {
    await using rig = await startRig();
    const intent = { idempotencyKey: 'intent-1' };
    await rig.phone.makeCall(DIAL, intent);
    const error = await failureOf(rig.phone.makeCall({ ...DIAL, destination: '+15550002222' }, intent));
    expect(error).toMatchObject({ code: 'REJECTED', effect: 'none', details: { httpStatus: 409 } });
    expect(rig.dials()).toBe(1);
  });
});

test('a transfer that may have gone through is not repeated either', async () => {
  await using rig = await startRig();
  const placed = await rig.phone.makeCall(DIAL);
  if (placed.status !== 'placed') throw new Error('The dial was not placed.');
  rig.faults.switchOn('error-502', { operation: 'transfer' });
  const error = await failureOf(rig.phone.transferCall({ call: placed.call, targetExtension: '1002' }));
  expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', effect: 'unknown', operation: 'transferCall' });
  expect(rig.faults.occurrences('error-502')).toBe(1);
});
