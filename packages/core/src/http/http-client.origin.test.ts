import { FakeClock, ScriptedTransport, RecordingLogger } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import { openTelemetry } from '../runtime/telemetry.ts';
import { exchangeOf, makeClient, switchErrorOf } from './client.test.fixture.ts';
import type { RepeatingHttpClient } from './http-client.ts';
import { OriginGuardedTransport } from './origin-guarded-transport.ts';
import { DEFAULT_ORIGIN_LIMITS } from './origin-limits.ts';

const REFUSED = { kind: 'connect', reason: 'refused' } as const;

interface Rig {
  readonly clock: FakeClock;
  readonly transport: ScriptedTransport;
  readonly client: RepeatingHttpClient;
}

/** A client behind a breaker that opens at the third failure, which has opened just now. */
async function openBreaker(script: (transport: ScriptedTransport) => ScriptedTransport, firstPauseMs = 2_000): Promise<Rig> {
  const clock = new FakeClock();
  const transport = script(new ScriptedTransport(clock).fail(REFUSED).fail(REFUSED).fail(REFUSED));
  const guarded = new OriginGuardedTransport(transport, {
    limits: { ...DEFAULT_ORIGIN_LIMITS, failuresInARow: 3, firstPauseMs },
    clock,
    logger: new RecordingLogger(),
    telemetry: openTelemetry(),
  });
  const client = makeClient({ transport: guarded, clock });
  const failure = switchErrorOf(client.send(exchangeOf('findCall')));
  await clock.advance(600);
  expect(await failure).toMatchObject({ code: 'UNREACHABLE' });
  expect(transport.requests).toHaveLength(3);
  return { clock, transport, client };
}

describe('an open breaker is not hammered', () => {
  test('a try that cannot succeed within the deadline ends at once: nothing waits, nothing is sent', async () => {
    const { client, transport, clock } = await openBreaker((script) => script, 30_000);
    const startedAtMs = clock.monotonicMs();
    const failure = await switchErrorOf(client.send(exchangeOf('hangupCall', { options: { deadlineMs: 5_000 } })));
    const retryAt = new Date(clock.now().getTime() + 30_000);
    expect(failure).toMatchObject({ code: 'UNREACHABLE', effect: 'none', details: { retryAt, stage: 'connect' } });
    expect(clock.monotonicMs()).toBe(startedAtMs);
    expect(clock.pendingTimers).toBe(0);
    expect(transport.requests).toHaveLength(3);
  });

  test('nor does one whose deadline is longer: an agent is told at once, not after half a minute', async () => {
    const { client, clock } = await openBreaker((script) => script, 20_000);
    const failure = await switchErrorOf(client.send(exchangeOf('makeCall', { options: { deadlineMs: 30_000 } })));
    expect(failure).toMatchObject({ code: 'UNREACHABLE', effect: 'none', retryable: true });
    expect(clock.pendingTimers).toBe(0);
  });

  test('one that is tried again soon is waited for, without a try in between', async () => {
    const { client, transport, clock } = await openBreaker((script) => script.answer({ body: 'done' }));
    const result = client.send(exchangeOf('hangupCall'));
    await clock.advance(1_999);
    expect(transport.requests).toHaveLength(3);
    await clock.advance(1_000);
    expect(await result).toBe('done');
    expect(transport.requests).toHaveLength(4);
  });
});

describe('whoever connects sees the real cause', () => {
  test('every try of it is sent, and its answer is the end of it', async () => {
    const { client, transport, clock } = await openBreaker((script) =>
      script.fail({ kind: 'dns', reason: 'gone' }).answer({ body: 'here' }).answer({ body: 'dialled' }),
    );
    const connected = client.send(exchangeOf('connect'));
    await clock.advance(200);
    expect(await connected).toBe('here');
    expect(await client.send(exchangeOf('makeCall'))).toBe('dialled');
    expect(transport.requests).toHaveLength(3 + 2 + 1);
  });
});

describe('a trial never rings twice', () => {
  test('a dial that is the trial, and is lost, is told as in doubt and not repeated when the origin comes back', async () => {
    const { client, transport, clock } = await openBreaker((script) =>
      script.fail({ kind: 'lost', reason: 'ECONNRESET' }).answer({ body: 'hung up' }),
    );
    await clock.advance(2_500);
    const failure = switchErrorOf(client.send(exchangeOf('makeCall')));
    await clock.advance(30_000);
    expect(await failure).toMatchObject({ code: 'OUTCOME_UNKNOWN', effect: 'unknown', retryable: false });
    expect(transport.requests).toHaveLength(4);
    expect(await client.send(exchangeOf('hangupCall'))).toBe('hung up');
    expect(transport.requests).toHaveLength(5);
  });

  test('a hangup that may have arrived before the breaker opened stays in doubt when its next try is refused', async () => {
    const clock = new FakeClock();
    const transport = new ScriptedTransport(clock).fail({ kind: 'lost', reason: 'ECONNRESET' });
    const limits = { ...DEFAULT_ORIGIN_LIMITS, failuresInARow: 1, firstPauseMs: 30_000 };
    const services = { limits, clock, logger: new RecordingLogger(), telemetry: openTelemetry() };
    const client = makeClient({ transport: new OriginGuardedTransport(transport, services), clock });
    const failure = switchErrorOf(client.send(exchangeOf('hangupCall')));
    await clock.advance(1_000);
    expect(await failure).toMatchObject({ code: 'UNREACHABLE', effect: 'unknown' });
    expect(transport.requests).toHaveLength(1);
  });
});
