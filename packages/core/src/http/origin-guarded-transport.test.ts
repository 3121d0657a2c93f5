import type { ScriptedTransport } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import type { TransportFault } from './http-transport.ts';
import { failureOf, post } from './loopback-transport.test.fixture.ts';
import { DEAD, failing, failThreeTimes, guard, LIVE, REFUSED } from './origin-guard.test.fixture.ts';

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

  test.each([
    [REFUSED, 10],
    [{ kind: 'lost', reason: 'ECONNRESET' }, 10],
    [{ kind: 'timed_out' }, 1_000],
  ] as const)(
    'also by a caller with little patience, as it fails by itself, or with a second for it: %j within %d ms',
    async (fault, timeoutMs) => {
      const { guarded } = guard(failing(fault));
      await failThreeTimes(guarded, { timeoutMs });
      expect((await failureOf(guarded.request(post(DEAD)))).fault.kind).toBe('breaker_open');
    },
  );

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
    // Its failure is no trial's: the pause is not longer for it.
    expect((await failureOf(guarded.request(post(DEAD)))).fault).toMatchObject({ kind: 'breaker_open', retryInMs: 2_500 });
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

  test.each([
    ['whose caller has no patience', (transport: ScriptedTransport) => transport.fail({ kind: 'timed_out' })],
    [
      'that ends in a mistake within the transport',
      (transport: ScriptedTransport) =>
        transport.respond(() => {
          throw new TypeError('a mistake');
        }),
    ],
  ])('a trial %s does so too', async (_name, trial) => {
    const { guarded, clock } = guard((transport) => trial(failing(REFUSED)(transport)).answer({}));
    await failThreeTimes(guarded);
    await clock.advance(2_500);
    await expect(guarded.request(post(DEAD, { timeoutMs: 999 }))).rejects.toBeInstanceOf(Error);
    expect(await guarded.request(post(DEAD))).toMatchObject({ status: 200 });
  });

  test.each([REFUSED, { kind: 'aborted' }] as const)(
    'a trial stays the only one while a question beside it ends: %j',
    async (fault) => {
      const { guarded, clock, scripted } = guard((transport) => failing(REFUSED)(transport).hang().fail(fault));
      await failThreeTimes(guarded);
      await clock.advance(2_500);
      const trial = failureOf(guarded.request(post(DEAD)));
      await failureOf(guarded.request(post(DEAD, { purpose: 'check' })));
      expect((await failureOf(guarded.request(post(DEAD)))).fault.kind).toBe('breaker_open');
      expect(scripted.requests).toHaveLength(5);
      await clock.advance(5_000);
      expect((await trial).fault.kind).toBe('timed_out');
    },
  );

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
