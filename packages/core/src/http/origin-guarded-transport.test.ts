import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { FakeClock, RecordingLogger, ScriptedTransport } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import { openTelemetry } from '../runtime/telemetry.ts';
import type { HttpTransport, TransportFault, TransportRequest } from './http-transport.ts';
import { failureOf, post } from './loopback-transport.test.fixture.ts';
import { OriginGuardedTransport } from './origin-guarded-transport.ts';
import { DEFAULT_ORIGIN_LIMITS, type OriginLimits } from './origin-limits.ts';

const DEAD = new URL('https://dead.test/dial');
const LIVE = new URL('https://live.test/dial');
const REFUSED: TransportFault = { kind: 'connect', reason: 'refused' };
const limits: OriginLimits = { ...DEFAULT_ORIGIN_LIMITS, underWay: 4, failuresInARow: 3 };

interface Guarded {
  readonly guarded: OriginGuardedTransport;
  readonly clock: FakeClock;
  readonly scripted: ScriptedTransport;
  readonly logger: RecordingLogger;
  /** What the metrics were told. */
  readonly counted: string[];
}

function guard(script: (transport: ScriptedTransport) => HttpTransport, maxOrigins = 100): Guarded {
  const clock = new FakeClock();
  const scripted = new ScriptedTransport(clock);
  const logger = new RecordingLogger();
  const counted: string[] = [];
  const telemetry = {
    ...openTelemetry(),
    recordRefusedRequest: (reason: string) => void counted.push(reason),
    recordOpenOrigins: (change: number) => void counted.push(`open ${change}`),
  };
  const guarded = new OriginGuardedTransport(script(scripted), { limits, maxOrigins, clock, logger, telemetry });
  return { guarded, clock, scripted, logger, counted };
}

/** Three failures of this kind in a row. */
function failing(fault: TransportFault, sent?: boolean): (transport: ScriptedTransport) => ScriptedTransport {
  return (transport) => {
    for (let failure = 1; failure <= 3; failure += 1) transport.fail(fault, sent === undefined ? {} : { sent });
    return transport;
  };
}

async function failThreeTimes(guarded: HttpTransport, more: Partial<TransportRequest> = {}): Promise<void> {
  for (let failure = 1; failure <= 3; failure += 1) await failureOf(guarded.request(post(DEAD, more)));
}

describe('an origin that gives no answer is left alone', () => {
  test.each([
    [{ kind: 'dns', reason: 'ENOTFOUND' }, false],
    [REFUSED, false],
    [{ kind: 'tls', check: 'expired', reason: 'CERT_HAS_EXPIRED' }, false],
    [{ kind: 'lost', reason: 'ECONNRESET' }, true],
    [{ kind: 'timed_out' }, true],
    [{ kind: 'timed_out' }, false],
  ] as const)('after %j (sent: %s), told with that as the reason and when it is tried again', async (fault, sent) => {
    const { guarded, clock, scripted } = guard(failing(fault, sent));
    await failThreeTimes(guarded);
    await clock.advance(500);
    const failure = await failureOf(guarded.request(post(DEAD)));
    expect(failure).toMatchObject({
      sent: false,
      host: 'dead.test',
      fault: { kind: 'breaker_open', last: fault, lastSent: sent, retryInMs: 2_000 },
    });
    // The dial waits a quarter longer than what may be repeated, and the 500 ms have passed.
    expect(failure.fault).toHaveProperty('retryAt', new Date(clock.now().getTime() + 2_000));
    expect(scripted.requests).toHaveLength(3);
  });

  test('and no other origin is', async () => {
    const { guarded } = guard((transport) => failing(REFUSED)(transport).answer({ status: 200 }));
    await failThreeTimes(guarded);
    expect(await guarded.request(post(LIVE))).toMatchObject({ status: 200 });
  });

  test('the port is part of the origin, the path is not', async () => {
    const { guarded } = guard((transport) => failing(REFUSED)(transport).answer({ status: 200 }));
    await failThreeTimes(guarded);
    expect((await failureOf(guarded.request(post(new URL('/other', DEAD))))).fault.kind).toBe('breaker_open');
    expect(await guarded.request(post(new URL('https://dead.test:8443/dial')))).toMatchObject({ status: 200 });
  });
});

describe('an origin that answers is not, whatever it says', () => {
  test.each([400, 401, 429, 500, 502, 503, 504])('%d', async (status) => {
    const { guarded, scripted } = guard((transport) => {
      for (let answer = 1; answer <= 20; answer += 1) transport.answer({ status });
      return transport;
    });
    for (let answer = 1; answer <= 20; answer += 1) await guarded.request(post(DEAD));
    expect(scripted.requests).toHaveLength(20);
  });

  test.each(['too_large', 'encoded'] as const)('not even an answer that cannot be read: %s', async (kind) => {
    const { guarded, scripted } = guard((transport) =>
      transport.fail(REFUSED).fail(REFUSED).fail({ kind }).fail(REFUSED).fail(REFUSED).answer({}),
    );
    for (let failure = 1; failure <= 5; failure += 1) await failureOf(guarded.request(post(DEAD)));
    expect(await guarded.request(post(DEAD))).toMatchObject({ status: 200 });
    expect(scripted.remainingSteps).toBe(0);
  });
});

describe('what says nothing of the origin counts for nothing', () => {
  test.each([
    { kind: 'aborted' },
    { kind: 'blocked', category: 'loopback' },
    { kind: 'closed', reason: 'closed' },
    { kind: 'invalid', reason: 'no HTTP' },
  ] as const)('%j', async (fault) => {
    const { guarded } = guard((transport) => failing(fault)(failing(fault)(transport)).answer({}));
    await failThreeTimes(guarded);
    await failThreeTimes(guarded);
    expect(await guarded.request(post(DEAD))).toMatchObject({ status: 200 });
  });

  test('nor a caller who gives up before an origin could be expected to answer', async () => {
    const { guarded } = guard((transport) => failing({ kind: 'timed_out' })(transport).answer({}));
    await failThreeTimes(guarded, { timeoutMs: 999 });
    expect(await guarded.request(post(DEAD))).toMatchObject({ status: 200 });
  });

  test('nor a mistake within the transport, which is passed on as it is', async () => {
    const { guarded } = guard((transport) => transport);
    for (let mistake = 1; mistake <= 5; mistake += 1) {
      await expect(guarded.request(post(DEAD))).rejects.toThrow('no answer for request');
    }
  });
});

describe('an origin that comes back', () => {
  test('is found out by one request; the others are refused until that one is answered', async () => {
    let answer = (): void => {};
    const { guarded, clock, scripted } = guard((transport) =>
      failing(REFUSED)(transport)
        .respond(() => new Promise((resolve) => (answer = () => resolve({ status: 200, headers: {}, body: 'back' }))))
        .answer({}),
    );
    await failThreeTimes(guarded);
    await clock.advance(2_500);
    const trial = guarded.request(post(DEAD));
    const others = await Promise.all([1, 2, 3].map(() => failureOf(guarded.request(post(DEAD)))));
    expect(others.map(({ fault }) => fault.kind)).toEqual(Array(3).fill('breaker_open'));
    expect(scripted.requests).toHaveLength(4);
    answer();
    expect(await trial).toMatchObject({ body: 'back' });
    expect(await guarded.request(post(DEAD))).toMatchObject({ status: 200 });
  });

  test('is found out by what may be repeated sooner than by a dial', async () => {
    const { guarded, clock, scripted } = guard((transport) => failing(REFUSED)(transport).answer({}).answer({}));
    await failThreeTimes(guarded);
    await clock.advance(2_000);
    expect((await failureOf(guarded.request(post(DEAD)))).fault).toMatchObject({ kind: 'breaker_open', retryInMs: 500 });
    expect(await guarded.request(post(DEAD, { purpose: 'repeatable' }))).toMatchObject({ status: 200 });
    expect(await guarded.request(post(DEAD))).toMatchObject({ status: 200 });
    expect(scripted.requests).toHaveLength(5);
  });

  test('is found out at once by whoever asks whether it can be reached, who sees the real cause until then', async () => {
    const { guarded, scripted } = guard((transport) => failing(REFUSED)(transport).fail(REFUSED).answer({}).answer({}));
    await failThreeTimes(guarded);
    const check = { purpose: 'check' } as const;
    expect((await failureOf(guarded.request(post(DEAD, check)))).fault).toEqual(REFUSED);
    expect((await failureOf(guarded.request(post(DEAD)))).fault.kind).toBe('breaker_open');
    expect(await guarded.request(post(DEAD, check))).toMatchObject({ status: 200 });
    expect(await guarded.request(post(DEAD))).toMatchObject({ status: 200 });
    expect(scripted.remainingSteps).toBe(0);
  });

  test('a trial that its caller gives up hands over to the next request', async () => {
    const controller = new AbortController();
    const { guarded, clock } = guard((transport) => failing(REFUSED)(transport).hang().answer({}));
    await failThreeTimes(guarded);
    await clock.advance(2_500);
    const trial = failureOf(guarded.request(post(DEAD, { signal: controller.signal })));
    controller.abort();
    expect((await trial).fault.kind).toBe('aborted');
    expect(await guarded.request(post(DEAD))).toMatchObject({ status: 200 });
  });

  test('a trial that fails tells its own failure, and the next is told of that one', async () => {
    const lost: TransportFault = { kind: 'lost', reason: 'ECONNRESET' };
    const { guarded, clock } = guard((transport) => failing(REFUSED)(transport).fail(lost));
    await failThreeTimes(guarded);
    await clock.advance(2_500);
    expect(await failureOf(guarded.request(post(DEAD)))).toMatchObject({ fault: lost, sent: true });
    const { fault } = await failureOf(guarded.request(post(DEAD)));
    expect(fault).toMatchObject({ kind: 'breaker_open', last: lost, lastSent: true, retryInMs: 5_000 });
  });
});

describe('no more than so many requests are under way to one origin', () => {
  const hanging = (transport: ScriptedTransport): ScriptedTransport => transport.hang().hang().hang().hang();

  test('those beyond are refused at once, and other origins are not', async () => {
    const { guarded, scripted, clock } = guard((transport) => hanging(transport).answer({}));
    const underWay = [1, 2, 3, 4].map(() => failureOf(guarded.request(post(DEAD))));
    expect(await failureOf(guarded.request(post(DEAD)))).toMatchObject({
      sent: false,
      fault: { kind: 'over_limit', limit: 4 },
    });
    // Not even a question: there is no connection that it could go on.
    expect((await failureOf(guarded.request(post(DEAD, { purpose: 'check' })))).fault.kind).toBe('over_limit');
    expect(await guarded.request(post(LIVE))).toMatchObject({ status: 200 });
    expect(scripted.requests).toHaveLength(5);
    await clock.advance(5_000);
    await Promise.all(underWay);
  });

  test('each that ends, however, makes room for another', async () => {
    const controller = new AbortController();
    const { guarded } = guard((transport) => hanging(transport).answer({}).fail(REFUSED).answer({}));
    const [first] = [1, 2, 3, 4].map((index) =>
      failureOf(guarded.request(post(DEAD, { signal: index === 1 ? controller.signal : undefined }))),
    );
    controller.abort();
    await first;
    expect(await guarded.request(post(DEAD))).toMatchObject({ status: 200 });
    expect((await failureOf(guarded.request(post(DEAD)))).fault).toEqual(REFUSED);
    expect(await guarded.request(post(DEAD))).toMatchObject({ status: 200 });
  });
});

describe('what is remembered is bounded', () => {
  test('origins that went well give way', async () => {
    const { guarded, scripted } = guard((transport) => transport, 10);
    for (let index = 0; index < 35; index += 1) {
      scripted.answer({});
      await guarded.request(post(new URL(`https://brand-${index}.test/`)));
      expect(guarded.originCount).toBeLessThanOrEqual(10);
    }
  });

  test('and those that fail are kept in their stead', async () => {
    const { guarded, scripted } = guard(failing(REFUSED), 10);
    await failThreeTimes(guarded);
    for (let index = 0; index < 35; index += 1) {
      scripted.answer({});
      await guarded.request(post(new URL(`https://brand-${index}.test/`)));
    }
    expect((await failureOf(guarded.request(post(DEAD)))).fault.kind).toBe('breaker_open');
  });

  test('but not all of them, where more fail than may be remembered', async () => {
    const { guarded, scripted, counted } = guard((transport) => transport, 10);
    for (let index = 0; index < 35; index += 1) {
      failing(REFUSED)(scripted);
      const url = new URL(`https://brand-${index}.test/`);
      for (let failure = 1; failure <= 3; failure += 1) await failureOf(guarded.request(post(url)));
      expect(guarded.originCount).toBeLessThanOrEqual(10);
    }
    const openCount = counted.reduce((sum, entry) => sum + Number(entry.replace('open ', '')), 0);
    expect(openCount).toBe(guarded.originCount);
  });

  test('those with requests under way are never forgotten, not even for one that fails', async () => {
    const { guarded, scripted, clock } = guard((transport) => transport.hang().hang().hang().hang(), 2);
    const underWay = [1, 2, 3, 4].map(() => failureOf(guarded.request(post(DEAD))));
    for (let index = 0; index < 9; index += 1) {
      scripted.fail(REFUSED);
      await failureOf(guarded.request(post(new URL(`https://brand-${index}.test/`))));
    }
    expect((await failureOf(guarded.request(post(DEAD)))).fault.kind).toBe('over_limit');
    await clock.advance(5_000);
    await Promise.all(underWay);
  });

  test('and nothing waits: there is no timer', async () => {
    const { guarded, clock } = guard(failing(REFUSED));
    await failThreeTimes(guarded);
    await failureOf(guarded.request(post(DEAD)));
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('operators see it', () => {
  test('one line when it opens, one when it closes, and a faint one for each trial in vain', async () => {
    const { guarded, clock, logger } = guard((transport) => failing(REFUSED)(transport).fail(REFUSED).answer({}));
    await failThreeTimes(guarded);
    for (let refusal = 1; refusal <= 5; refusal += 1) await failureOf(guarded.request(post(DEAD)));
    await clock.advance(2_500);
    await failureOf(guarded.request(post(DEAD)));
    await clock.advance(5_000);
    await guarded.request(post(DEAD));
    expect(logger.entries.map(({ level, message }) => `${level}: ${message}`)).toEqual([
      'warn: origin fails: requests to it are refused until it is tried again',
      'debug: origin still fails',
      'info: origin answers again',
    ]);
    const retryAt = new Date('2026-01-05T09:00:02.000Z');
    expect(logger.at('warn')[0]?.fields).toEqual({ origin: 'https://dead.test', reason: 'refused', retryAt });
  });

  test('metrics count refusals by reason and the origins that are open, without their names', async () => {
    const { guarded, clock, counted } = guard((transport) => failing(REFUSED)(transport).answer({}));
    await failThreeTimes(guarded);
    await failureOf(guarded.request(post(DEAD)));
    await clock.advance(2_500);
    await guarded.request(post(DEAD));
    expect(counted).toEqual(['open 1', 'breaker_open', 'open -1']);
  });

  test('what is open when the host closes is no longer counted', async () => {
    const { guarded, counted, scripted } = guard(failing(REFUSED));
    await failThreeTimes(guarded);
    await guarded.close();
    expect(counted).toEqual(['open 1', 'open -1']);
    expect(scripted.closed).toBe(true);
  });

  test('diagnostics channels tell each change and each refusal', async () => {
    const { guarded, clock } = guard((transport) => failing(REFUSED)(transport).answer({}));
    const heard: unknown[] = [];
    const listen = (event: unknown): void => void heard.push(event);
    const names = ['phone-switch.origin', 'phone-switch.request-refused'];
    for (const name of names) subscribe(name, listen);
    await failThreeTimes(guarded);
    await failureOf(guarded.request(post(DEAD)));
    await clock.advance(2_500);
    await guarded.request(post(DEAD));
    for (const name of names) unsubscribe(name, listen);
    const origin = 'https://dead.test';
    expect(heard).toEqual([
      { origin, state: 'open', reason: 'refused', retryAt: new Date('2026-01-05T09:00:02.000Z') },
      { origin, reason: 'breaker_open' },
      { origin, state: 'closed' },
    ]);
  });
});
