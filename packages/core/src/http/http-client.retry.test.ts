import { FakeClock, ScriptedTransport } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import { SwitchError } from '../errors/switch-error.ts';
import { ALL_OPERATIONS, exchangeOf, IDEMPOTENT, makeClient, switchErrorOf } from './client.test.fixture.ts';

const REFUSED = { kind: 'connect', reason: 'refused' } as const;
const LOST = { kind: 'lost', reason: 'ECONNRESET' } as const;

describe('failures before anything was sent are repeated', () => {
  test.each(ALL_OPERATIONS)('%s: the later answer is the result', async (operation) => {
    const clock = new FakeClock();
    const transport = new ScriptedTransport(clock).fail(REFUSED).fail(REFUSED).answer({ body: 'done' });
    const result = makeClient({ transport, clock }).send(exchangeOf(operation));
    await clock.advance(200 + 400);
    expect(await result).toBe('done');
    expect(transport.requests).toHaveLength(3);
  });

  test.each(ALL_OPERATIONS)('%s: after the last try its failure is told, with effect none', async (operation) => {
    const clock = new FakeClock();
    const transport = new ScriptedTransport(clock).fail(REFUSED).fail(REFUSED).fail(REFUSED);
    const failure = switchErrorOf(makeClient({ transport, clock }).send(exchangeOf(operation)));
    await clock.advance(10_000);
    expect(await failure).toMatchObject({ code: 'UNREACHABLE', effect: 'none', retryable: true });
    expect(transport.requests).toHaveLength(3);
  });
});

describe('failures after sending are repeated only where doing it twice does no harm', () => {
  test.each(IDEMPOTENT)('%s is repeated', async (operation) => {
    const clock = new FakeClock();
    const transport = new ScriptedTransport(clock).fail(LOST).answer({ status: 502 }).answer({ body: 'done' });
    const result = makeClient({ transport, clock }).send(exchangeOf(operation));
    await clock.advance(10_000);
    expect(await result).toBe('done');
    expect(transport.requests).toHaveLength(3);
  });

  test.each([
    ['makeCall', 'lost'],
    ['makeCall', 'timed_out'],
    ['makeCall', 'aborted'],
    ['makeCall', 'too_large'],
    ['makeCall', 'encoded'],
    ['transferCall', 'lost'],
    ['transferCall', 'timed_out'],
    ['transferCall', 'aborted'],
    ['transferCall', 'too_large'],
    ['transferCall', 'encoded'],
  ] as const)('%s is never repeated after %s: OUTCOME_UNKNOWN', async (operation, kind) => {
    const clock = new FakeClock();
    const fault = kind === 'lost' ? LOST : { kind };
    const transport = new ScriptedTransport(clock).fail(fault, { sent: true });
    const failure = switchErrorOf(makeClient({ transport, clock }).send(exchangeOf(operation)));
    await clock.advance(60_000);
    expect(await failure).toMatchObject({ code: 'OUTCOME_UNKNOWN', effect: 'unknown', retryable: false });
    expect(transport.requests).toHaveLength(1);
  });

  test.each([500, 502, 504, 520])(
    'makeCall and transferCall are never repeated after %d, not even when it says when',
    async (status) => {
      for (const operation of ['makeCall', 'transferCall'] as const) {
        const clock = new FakeClock();
        const transport = new ScriptedTransport(clock).answer({ status, headers: { 'retry-after': '1' } });
        const failure = switchErrorOf(makeClient({ transport, clock }).send(exchangeOf(operation)));
        await clock.advance(60_000);
        expect(await failure).toMatchObject({ code: 'OUTCOME_UNKNOWN', effect: 'unknown' });
        expect(transport.requests).toHaveLength(1);
      }
    },
  );
});

test.each([200, 202, 400, 409, 424, 500, 502, 504, 520])(
  'makeCall and transferCall are never repeated after %d, whatever code without effect a body names, and when',
  async (status) => {
    for (const operation of ['makeCall', 'transferCall'] as const) {
      const clock = new FakeClock();
      const transport = new ScriptedTransport(clock).answer({ status });
      const read = (): never => {
        throw new SwitchError('RATE_LIMITED', { retryAfterSeconds: 1 });
      };
      const failure = switchErrorOf(makeClient({ transport, clock }).send({ ...exchangeOf(operation), read }));
      await clock.advance(60_000);
      expect(await failure).toMatchObject({ code: 'RATE_LIMITED', effect: 'none' });
      expect(transport.requests).toHaveLength(1);
    }
  },
);

describe('Retry-After is honoured', () => {
  test.each([429, 503])('makeCall after %d waits as long as it says, then dials', async (status) => {
    const clock = new FakeClock();
    const transport = new ScriptedTransport(clock).answer({ status, headers: { 'retry-after': '7' } }).answer({ body: 'done' });
    const result = makeClient({ transport, clock }).send(exchangeOf('makeCall'));
    await clock.advance(6_999);
    expect(transport.requests).toHaveLength(1);
    await clock.advance(1);
    expect(await result).toBe('done');
  });

  test('but not beyond the deadline: the failure is told at once, with how long was asked for', async () => {
    const clock = new FakeClock();
    const transport = new ScriptedTransport(clock).answer({ status: 429, headers: { 'retry-after': '120' } });
    const failure = await switchErrorOf(makeClient({ transport, clock }).send(exchangeOf('makeCall')));
    expect(failure).toMatchObject({ code: 'RATE_LIMITED', effect: 'none', details: { retryAfterSeconds: 120 } });
    expect(clock.monotonicMs()).toBe(0);
  });
});

describe('one deadline over all tries', () => {
  test('each try gets what is left of it', async () => {
    const clock = new FakeClock();
    const transport = new ScriptedTransport(clock).fail(REFUSED).fail(REFUSED).answer({ body: 'done' });
    const result = makeClient({ transport, clock }).send(exchangeOf('connect', { options: { deadlineMs: 5_000 } }));
    await clock.advance(600);
    await result;
    expect(transport.requests.map(({ timeoutMs }) => timeoutMs)).toEqual([5_000, 4_800, 4_400]);
  });

  test.each(ALL_OPERATIONS)('%s has a default', async (operation) => {
    const clock = new FakeClock();
    const transport = new ScriptedTransport(clock).hang().hang().hang();
    const failure = switchErrorOf(makeClient({ transport, clock }).send(exchangeOf(operation)));
    await clock.advance(30_000);
    expect(await failure).toMatchObject({ effect: 'unknown' });
    expect(clock.pendingTimers).toBe(0);
  });

  test('no further try begins when its wait would end after it', async () => {
    const clock = new FakeClock();
    const transport = new ScriptedTransport(clock).fail(REFUSED);
    const sent = makeClient({ transport, clock }).send(exchangeOf('connect', { options: { deadlineMs: 200 } }));
    expect(await switchErrorOf(sent)).toMatchObject({ code: 'UNREACHABLE' });
    expect(transport.requests).toHaveLength(1);
  });
});

describe('an effect that is unknown once stays unknown', () => {
  test('hangupCall: a later refusal does not tell what an earlier try did', async () => {
    const clock = new FakeClock();
    const transport = new ScriptedTransport(clock).fail(LOST).answer({ status: 403 });
    const failure = switchErrorOf(makeClient({ transport, clock }).send(exchangeOf('hangupCall')));
    await clock.advance(10_000);
    expect(await failure).toMatchObject({ code: 'FORBIDDEN', effect: 'unknown' });
  });

  test('also through a try that did not leave, and through giving up', async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    const transport = new ScriptedTransport(clock).fail(LOST).fail(REFUSED);
    const options = { signal: controller.signal };
    const failure = switchErrorOf(makeClient({ transport, clock }).send(exchangeOf('hangupCall', { options })));
    await clock.advance(300);
    controller.abort();
    expect(await failure).toMatchObject({ code: 'ABORTED', effect: 'unknown' });
  });
});

describe('given up between two tries', () => {
  test('after nothing was sent: effect none, and nothing more is sent', async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    const transport = new ScriptedTransport(clock).fail(REFUSED);
    const options = { signal: controller.signal };
    const failure = switchErrorOf(makeClient({ transport, clock }).send(exchangeOf('makeCall', { options })));
    await clock.advance(100);
    controller.abort();
    expect(await failure).toMatchObject({ code: 'ABORTED', effect: 'none' });
    await clock.advance(10_000);
    expect(transport.requests).toHaveLength(1);
    expect(clock.pendingTimers).toBe(0);
  });
});
