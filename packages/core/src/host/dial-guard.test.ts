import { FakeClock } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import type { BrandId } from '../call/ids.ts';
import type { MakeCallResult } from '../call/results.ts';
import { SwitchError } from '../errors/switch-error.ts';
import { type DialKey, InProcessDialGuard } from './dial-guard.ts';
import { ACME, CALL, PLACED, rejectionOf } from './vendor.test.fixture.ts';

const KEY: DialKey = { brandId: ACME, agentExtension: '1001', destination: '+15550004567' };
const BOUNDS = { deadlineMs: 30_000 };
const refused = new SwitchError('AGENT_NOT_READY', {});
const unknown = new SwitchError('OUTCOME_UNKNOWN', { reason: 'timed_out' });

/** Counts how often the phone rings, and lets the test decide how each dial ends. */
class Phone {
  readonly rings: PromiseWithResolvers<MakeCallResult>[] = [];
  readonly ring = (): Promise<MakeCallResult> => {
    const dial = Promise.withResolvers<MakeCallResult>();
    this.rings.push(dial);
    return dial.promise;
  };
}

function setUp(): { clock: FakeClock; guard: InProcessDialGuard; phone: Phone } {
  const clock = new FakeClock();
  return { clock, guard: new InProcessDialGuard(clock), phone: new Phone() };
}

describe('a second identical dial joins the first instead of ringing again', () => {
  test('while the first is under way', async () => {
    const { guard, phone } = setUp();
    const first = guard.dial(KEY, phone.ring, BOUNDS);
    const others = [guard.dial(KEY, phone.ring, BOUNDS), guard.dial(KEY, phone.ring, BOUNDS)];
    phone.rings[0]?.resolve(PLACED);
    expect(await first).toEqual(PLACED);
    expect(await Promise.all(others)).toEqual([
      { ...PLACED, replayed: true },
      { ...PLACED, replayed: true },
    ]);
    expect(phone.rings).toHaveLength(1);
  });

  test('within a short window after it went through, and not after that', async () => {
    const { clock, guard, phone } = setUp();
    const first = guard.dial(KEY, phone.ring, BOUNDS);
    phone.rings[0]?.resolve(PLACED);
    await first;
    await clock.advance(4_999);
    expect(await guard.dial(KEY, phone.ring, BOUNDS)).toEqual({ ...PLACED, replayed: true });
    await clock.advance(1);
    void guard.dial(KEY, phone.ring, BOUNDS);
    expect(phone.rings).toHaveLength(2);
  });

  test('also when the first was only accepted', async () => {
    const { guard, phone } = setUp();
    const first = guard.dial(KEY, phone.ring, BOUNDS);
    phone.rings[0]?.resolve({ status: 'accepted', reference: 'r-1' });
    await first;
    expect(await guard.dial(KEY, phone.ring, BOUNDS)).toEqual({ status: 'accepted', reference: 'r-1', replayed: true });
  });

  test('also when nobody can tell how the first ended: within the window nothing rings again, after it does', async () => {
    const { clock, guard, phone } = setUp();
    const first = rejectionOf(guard.dial(KEY, phone.ring, BOUNDS));
    phone.rings[0]?.reject(unknown);
    expect(await first).toBe(unknown);
    await clock.advance(4_000);
    expect(await rejectionOf(guard.dial(KEY, phone.ring, BOUNDS))).toBe(unknown);
    expect(phone.rings).toHaveLength(1);
    await clock.advance(1_000);
    void guard.dial(KEY, phone.ring, BOUNDS);
    expect(phone.rings).toHaveLength(2);
  });

  test('also when the first failed with something that is no SwitchError', async () => {
    const { guard, phone } = setUp();
    const bug = new TypeError('driver bug');
    const first = rejectionOf(guard.dial(KEY, phone.ring, BOUNDS));
    phone.rings[0]?.reject(bug);
    expect([await first, await rejectionOf(guard.dial(KEY, phone.ring, BOUNDS))]).toEqual([bug, bug]);
    expect(phone.rings).toHaveLength(1);
  });
});

describe('what is identical', () => {
  test.each([
    '+1 555 000 4567',
    '+1 (555) 000-4567',
    '+1.555.000.4567',
    '+1\u00a0555\u00a00004567',
    '+1/555/0004567',
    '+1\u2011555\u2011000\u20114567',
    '\u202a+15550004567\u202c',
    '+１５５５０００４５６７',
    'tel:+1-555-000-4567',
    '00 1 555 000 4567',
  ])('the same number written as %j', async (destination) => {
    const { guard, phone } = setUp();
    void guard.dial(KEY, phone.ring, BOUNDS);
    void guard.dial({ ...KEY, destination }, phone.ring, BOUNDS);
    expect(phone.rings).toHaveLength(1);
  });

  test('the same number of one’s own country written differently', async () => {
    const { guard, phone } = setUp();
    void guard.dial({ ...KEY, destination: '(0555) 000-4567' }, phone.ring, BOUNDS);
    void guard.dial({ ...KEY, destination: '05550004567' }, phone.ring, BOUNDS);
    expect(phone.rings).toHaveLength(1);
  });

  test.each([
    ['another destination', { destination: '+15550004568' }],
    ['another agent', { agentExtension: '1002' }],
    ['another brand', { brandId: 'other' as BrandId }],
    ['parts that only look the same put together', { agentExtension: '100', destination: '1+15550004567' }],
  ])('not %s', async (_name, change) => {
    const { guard, phone } = setUp();
    void guard.dial(KEY, phone.ring, BOUNDS);
    void guard.dial({ ...KEY, ...change }, phone.ring, BOUNDS);
    expect(phone.rings).toHaveLength(2);
  });

  test.each([
    ['sip:a.lee@pbx.test', 'sip:alee@pbx.test'],
    ['sip:lee@10.0.0.11', 'sip:lee@10.0.01.1'],
    ['10.01@pbx.test', '100.1@pbx.test'],
    ['sales-east', 'saleseast'],
  ])('not two SIP addresses or names that differ by where a dot or a dash is: %j and %j', async (one, other) => {
    const { guard, phone } = setUp();
    void guard.dial({ ...KEY, destination: one }, phone.ring, BOUNDS);
    void guard.dial({ ...KEY, destination: other }, phone.ring, BOUNDS);
    expect(phone.rings).toHaveLength(2);
  });
});

describe('a dial that was refused holds nobody back', () => {
  test('those who joined learn of the refusal, and the next one dials', async () => {
    const { guard, phone } = setUp();
    const first = rejectionOf(guard.dial(KEY, phone.ring, BOUNDS));
    const joined = rejectionOf(guard.dial(KEY, phone.ring, BOUNDS));
    phone.rings[0]?.reject(refused);
    expect([await first, await joined]).toEqual([refused, refused]);
    void guard.dial(KEY, phone.ring, BOUNDS);
    expect(phone.rings).toHaveLength(2);
  });

  test.each(['ABORTED', 'CLOSED', 'TIMED_OUT'] as const)(
    'first gave up before sending (%s): of those who joined, one dials and the others join it',
    async (code) => {
      const { guard, phone } = setUp();
      const first = rejectionOf(guard.dial(KEY, phone.ring, BOUNDS));
      const joined = [guard.dial(KEY, phone.ring, BOUNDS), guard.dial(KEY, phone.ring, BOUNDS)];
      phone.rings[0]?.reject(new SwitchError(code, {}, { effect: 'none' }));
      expect(await first).toMatchObject({ code, effect: 'none' });
      await new Promise((resolve) => setImmediate(resolve));
      expect(phone.rings).toHaveLength(2);
      phone.rings[1]?.resolve(PLACED);
      expect(await Promise.all(joined)).toEqual([PLACED, { ...PLACED, replayed: true }]);
    },
  );

  test.each(['ABORTED', 'TIMED_OUT'] as const)('first gave up after sending (%s): those who joined do not dial', async (code) => {
    const { guard, phone } = setUp();
    const first = rejectionOf(guard.dial(KEY, phone.ring, BOUNDS));
    const joined = rejectionOf(guard.dial(KEY, phone.ring, BOUNDS));
    phone.rings[0]?.reject(new SwitchError(code, {}, { effect: 'unknown' }));
    expect([await first, await joined]).toMatchObject([{ effect: 'unknown' }, { effect: 'unknown' }]);
    expect(phone.rings).toHaveLength(1);
  });
});

describe('whoever joined waits by its own deadline and signal', () => {
  test('its deadline passes: its outcome is unknown, and the first dial goes on', async () => {
    const { clock, guard, phone } = setUp();
    const first = guard.dial(KEY, phone.ring, BOUNDS);
    const joined = rejectionOf(guard.dial(KEY, phone.ring, { deadlineMs: 100 }));
    await clock.advance(100);
    const message: unknown = expect.stringMatching(/waiting for an identical dial/);
    expect(await joined).toMatchObject({ code: 'OUTCOME_UNKNOWN', details: { reason: 'timed_out' }, message });
    phone.rings[0]?.resolve(PLACED);
    expect(await first).toEqual(PLACED);
  });

  test('it gives up: its outcome is unknown, and the first dial goes on', async () => {
    const { clock, guard, phone } = setUp();
    const controller = new AbortController();
    const first = guard.dial(KEY, phone.ring, BOUNDS);
    const joined = rejectionOf(guard.dial(KEY, phone.ring, { ...BOUNDS, signal: controller.signal }));
    controller.abort();
    expect(await joined).toMatchObject({ code: 'OUTCOME_UNKNOWN', details: { reason: 'aborted' } });
    phone.rings[0]?.resolve(PLACED);
    expect(await first).toEqual(PLACED);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('hanging up', () => {
  test('lets the same dial ring again at once', async () => {
    const { guard, phone } = setUp();
    const first = guard.dial(KEY, phone.ring, BOUNDS);
    phone.rings[0]?.resolve(PLACED);
    await first;
    guard.release(ACME, CALL.callId);
    void guard.dial(KEY, phone.ring, BOUNDS);
    expect(phone.rings).toHaveLength(2);
  });

  test('also lets a dial ring again that was accepted, once it is known which call it became', async () => {
    const { guard, phone } = setUp();
    const first = guard.dial(KEY, phone.ring, BOUNDS);
    phone.rings[0]?.resolve({ status: 'accepted', reference: 'r-1' });
    await first;
    guard.release(ACME, CALL.callId);
    expect(await guard.dial(KEY, phone.ring, BOUNDS)).toMatchObject({ replayed: true });
    guard.identify(ACME, 'r-1', CALL.callId);
    guard.release(ACME, CALL.callId);
    void guard.dial(KEY, phone.ring, BOUNDS);
    expect(phone.rings).toHaveLength(2);
  });

  test('another call, or another brand’s call of the same id, does not', async () => {
    const { guard, phone } = setUp();
    const first = guard.dial(KEY, phone.ring, BOUNDS);
    phone.rings[0]?.resolve(PLACED);
    await first;
    guard.release('other' as BrandId, CALL.callId);
    guard.release(ACME, 'another' as typeof CALL.callId);
    expect(await guard.dial(KEY, phone.ring, BOUNDS)).toMatchObject({ replayed: true });
  });
});

test.each([
  ['went through', (ring: PromiseWithResolvers<MakeCallResult> | undefined) => ring?.resolve(PLACED)],
  ['was refused', (ring: PromiseWithResolvers<MakeCallResult> | undefined) => ring?.reject(refused)],
])('a dial that %s leaves no timer behind: not of the guard, nor of those who joined', async (_name, end) => {
  const { clock, guard, phone } = setUp();
  const dials = [guard.dial(KEY, phone.ring, BOUNDS), guard.dial(KEY, phone.ring, BOUNDS)];
  end(phone.rings[0]);
  await Promise.allSettled(dials);
  expect(clock.pendingTimers).toBe(0);
});
