import { FakeClock } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import type { AgentExtension } from '../../call/ids.ts';
import { loadPhoneNumberReader } from '../../call/load-phone-number-reader.ts';
import type { CustomerDirectory } from '../customers/customer-directory.ts';
import { InProcessDeliveryLedger } from '../channel/in-process-delivery-ledger.ts';
import { InProcessScreenPopChannel } from '../channel/in-process-screen-pop-channel.ts';
import type { DeliveryLedger, ScreenPopChannel } from '../screen-pop-ports.ts';
import { systemClock } from '../../runtime/clock.ts';
import { SwitchError } from '../../errors/switch-error.ts';
import {
  ACME,
  DIRECTORY,
  OTHER_SECRET,
  payload,
  receiverRig,
  SHARED_SECRET,
  SIGNING_SECRET,
  signed,
} from './receiver.test.fixture.ts';

const AGENT = '1001' as AgentExtension;

describe('a genuine delivery', () => {
  test('reaches the agent whom it names with the customer, and nobody else', async () => {
    await using rig = receiverRig();
    const [agents, queue, others] = await Promise.all([
      rig.watch({ brandId: ACME, agentExtension: AGENT }),
      rig.watch({ brandId: ACME }),
      rig.watch({ brandId: ACME, agentExtension: '1002' as AgentExtension }),
    ]);
    const answer = await rig.send('/screen-pops/acme', signed());
    expect([answer.status, await answer.text()]).toEqual([200, '{"status":"published"}']);
    expect(agents).toMatchObject([
      {
        callState: 'call.ringing',
        late: false,
        pop: {
          brandId: 'acme',
          proof: 'signature',
          number: { kind: 'e164', e164: '+12025550123' },
          customer: { status: 'found', customer: { displayName: 'Ada' } },
          raw: { ani: '+12025550123' },
        },
      },
    ]);
    expect([queue, others]).toEqual([[], []]);
  });

  test('is told to the observer with all that was found out, and to the log without the number', async () => {
    await using rig = receiverRig();
    await rig.send('/acme', signed(payload(), { id: 'msg_told' }), '203.0.113.7');
    expect(rig.reports).toEqual([
      {
        brand: 'acme',
        source: '203.0.113.7',
        status: 200,
        outcome: 'published',
        reason: 'published',
        deliveryId: 'msg_told',
        proof: 'signature',
        event: expect.objectContaining({ event: 'call.ringing' }),
        number: expect.objectContaining({ e164: '+12025550123' }),
        customer: expect.objectContaining({ status: 'found' }),
        entryId: expect.any(String),
        durationMs: expect.any(Number),
      },
    ]);
    expect(rig.logger.at('info')).toMatchObject([
      { message: 'screen pop published', fields: { brand: 'acme', deliveryId: 'msg_told' } },
    ]);
    for (const hidden of ['2025550123', 'Ada', 'whsec']) expect(rig.logger.text()).not.toContain(hidden);
  });

  test('that comes twice is shown once, by its id as by its call, event and time', async () => {
    await using rig = receiverRig();
    const entries = await rig.watch({ brandId: ACME, agentExtension: AGENT });
    const body = payload();
    const answers = [
      await rig.send('/acme', signed(body, { id: 'msg_same' })),
      await rig.send('/acme', signed(payload(), { id: 'msg_same' })),
      await rig.send('/acme', signed(body, { id: 'msg_different' })),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(rig.reports.map(({ outcome }) => outcome)).toEqual(['published', 'duplicate', 'duplicate']);
    expect(entries).toHaveLength(1);
  });

  test('of which a hundred come at once is shown once', async () => {
    await using rig = receiverRig();
    const entries = await rig.watch({ brandId: ACME, agentExtension: AGENT });
    const request = signed();
    const answers = await Promise.all(Array.from({ length: 100 }, () => rig.send('/acme', request)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(entries).toHaveLength(1);
  });

  test('without an agent is for the queue', async () => {
    await using rig = receiverRig();
    const queue = await rig.watch({ brandId: ACME });
    await rig.send('/acme', signed(payload({ agent: undefined })));
    expect(queue).toHaveLength(1);
  });

  test('of telephony that cannot sign comes as JSON, as a form and as a GET, and is labelled', async () => {
    await using rig = receiverRig();
    const fields = new URLSearchParams({ call_id: 'g-1', ani: '202-555-0123', agent: '1001', key: SHARED_SECRET });
    const answers = [
      await rig.send('/legacy', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${SHARED_SECRET}` },
        body: payload(),
      }),
      await rig.send('/legacy', {
        method: 'POST',
        headers: { 'x-other': '1', authorization: `bearer ${SHARED_SECRET}` },
        body: new URLSearchParams({ call_id: 'f-1' }),
      }),
      await rig.send(`/legacy?${fields.toString()}`, { method: 'GET' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(rig.reports.map(({ proof }) => proof)).toEqual(['shared_secret', 'shared_secret', 'shared_secret']);
    expect(rig.reports[2]?.number).toMatchObject({ e164: '+12025550123' });
    expect(JSON.stringify(rig.reports) + rig.logger.text()).not.toContain(SHARED_SECRET);
  });

  test("the shared secret of a query does not travel on with the pop's payload", async () => {
    await using rig = receiverRig();
    const entries = await rig.watch({ brandId: 'legacy' as typeof ACME });
    await rig.send(`/legacy?call_id=g-2&key=${SHARED_SECRET}`, { method: 'GET' });
    expect(entries[0]?.pop.raw).toEqual({ call_id: 'g-2' });
  });
});

describe('what is not believed', () => {
  const forgeries: readonly [string, string, RequestInit, string][] = [
    [
      'no signature',
      '/acme',
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: payload() },
      'signature_missing',
    ],
    ['a signature by another secret', '/acme', signed(payload(), { secret: OTHER_SECRET }), 'signature_wrong'],
    ['another body than was signed', '/acme', { ...signed(), body: payload() }, 'signature_wrong'],
    ['a stale timestamp', '/acme', signed(payload(), { timestamp: Date.now() / 1000 - 301 }), 'timestamp_stale'],
    ['a timestamp of the future', '/acme', signed(payload(), { timestamp: Date.now() / 1000 + 302 }), 'timestamp_in_future'],
    ['a brand that does not exist', '/nobody', signed(), 'unknown_brand'],
    ['no brand', '/', signed(), 'unknown_brand'],
    ['a brand of a thousand letters', `/${'x'.repeat(1_000)}`, signed(), 'unknown_brand'],
    ['a brand named like a member of every object', '/__proto__', signed(), 'unknown_brand'],
    ['a brand without screen pops', '/mute', signed(), 'not_set_up'],
    ['a signature where a secret is shared', '/legacy', signed(), 'secret_missing'],
    ['a wrong shared secret', `/legacy?key=${SHARED_SECRET}x&call_id=1`, { method: 'GET' }, 'secret_wrong'],
  ];

  test.each(forgeries)('%s', async (_what, path, request, reason) => {
    await using rig = receiverRig();
    const answer = await rig.send(path, request);
    expect(rig.reports).toMatchObject([{ outcome: 'refused', reason, status: 401 }]);
    expect(rig.logger.at('warn')).toMatchObject([{ fields: { reason } }]);
    expect(answer.status).toBe(401);
  });

  test('is answered alike, to the letter', async () => {
    await using rig = receiverRig();
    const said = await Promise.all(
      forgeries.map(async ([, path, request]) => {
        const answer = await rig.send(path, request);
        return JSON.stringify([answer.status, [...answer.headers], await answer.text()]);
      }),
    );
    expect(new Set(said).size).toBe(1);
  });

  test('tells nobody who asks by GET or by size whether a brand exists', async () => {
    await using rig = receiverRig();
    for (const request of [
      { method: 'GET' },
      { method: 'PUT', body: 'x' },
      signed('x'.repeat(70_000)),
      { method: 'POST', body: 'x' },
    ]) {
      const said = await Promise.all(
        ['/acme', '/nobody', '/mute'].map(async (path) => {
          const answer = await rig.send(path, request);
          return JSON.stringify([answer.status, [...answer.headers], await answer.text()]);
        }),
      );
      expect(new Set(said).size).toBe(1);
    }
  });
});

describe('what cannot be read, once it is believed', () => {
  test.each([
    ['no JSON', '{"call_id":', 400, 'payload_malformed', 'not_json'],
    ['no object', '["call_id"]', 400, 'payload_malformed', 'not_an_object'],
    ['JSON that is too deep', `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`, 400, 'payload_malformed', 'too_deep'],
    ['no call', '{"agent":"1001"}', 422, 'not_an_event', 'There is no call id'],
    ['an event that is none', payload({ event: 'call.sung' }), 422, 'not_an_event', 'event is no word'],
  ])('%s', async (_what, body, status, reason, detail) => {
    await using rig = receiverRig();
    expect((await rig.send('/acme', signed(body))).status).toBe(status);
    expect(rig.reports).toMatchObject([{ outcome: 'refused', reason, detail: expect.stringContaining(detail) }]);
    expect(rig.logger.at('warn')).toMatchObject([{ fields: { reason, brand: 'acme', detail: expect.stringContaining(detail) } }]);
    expect(rig.logger.text()).not.toContain('call.sung');
  });

  test("an own __proto__ harms nobody's prototype", async () => {
    await using rig = receiverRig();
    const entries = await rig.watch({ brandId: ACME });
    await rig.send(
      '/acme',
      signed('{"call_id":"p-1","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
    );
    expect(entries).toHaveLength(1);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(Reflect.get(Object(entries[0]?.pop.raw), 'polluted')).toBeUndefined();
  });
});

describe('what goes wrong behind it', () => {
  const failing = <Service extends object>(
    service: Service,
    method: keyof Service,
    ...outcomes: readonly (() => unknown)[]
  ): Service => {
    let calls = 0;
    return new Proxy(service, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        if (name !== method) return value.bind(target);
        return (...inputs: unknown[]) => (outcomes[calls++] ?? (() => value.apply(target, inputs)))();
      },
    });
  };
  const fails = (): Promise<never> => Promise.reject(new Error('+12025550123 is down'));
  const throws = (): never => {
    throw new Error('+12025550123 is down');
  };
  const hangs = (): Promise<never> => new Promise(() => {});

  test.each([
    ['fails', fails],
    ['throws', throws],
  ])('a channel that %s: 503, and the next try is shown, once', async (_how, trouble) => {
    const channel: ScreenPopChannel = failing(new InProcessScreenPopChannel(systemClock), 'publish', trouble);
    await using rig = receiverRig({}, { screenPopChannel: channel });
    const entries = await rig.watch({ brandId: ACME, agentExtension: AGENT });
    const request = signed();
    const first = await rig.send('/acme', request);
    expect([first.status, first.headers.get('retry-after'), await first.text()]).toEqual([503, '1', '{"error":"try_again"}']);
    expect((await rig.send('/acme', request)).status).toBe(200);
    expect((await rig.send('/acme', request)).status).toBe(200);
    expect(rig.reports.map(({ reason }) => reason)).toEqual(['publish_failed', 'published', 'duplicate']);
    expect(entries).toHaveLength(1);
    expect(rig.logger.text()).not.toContain('2025550123');
    await channel.close();
  });

  test.each([
    ['a channel', 'publish', 'publish_failed'],
    ['a ledger', 'claim', 'ledger_failed'],
  ])('%s that never answers: 503 by the deadline, and no timer is left', async (_what, method, reason) => {
    const clock = new FakeClock();
    const screenPopChannel = new InProcessScreenPopChannel(clock);
    const deliveryLedger = new InProcessDeliveryLedger(clock);
    const stores =
      method === 'publish'
        ? { deliveryLedger, screenPopChannel: failing<ScreenPopChannel>(screenPopChannel, 'publish', hangs) }
        : { screenPopChannel, deliveryLedger: failing<DeliveryLedger>(deliveryLedger, 'claim', hangs) };
    await using rig = receiverRig({}, { clock, ...stores });
    const request = signed(payload(), { timestamp: clock.now() });
    const answer = rig.send('/acme', request);
    // Numbers are read by what takes a moment to load, by the machine's own clock.
    while (rig.reports.length === 0) await clock.advance(100);
    expect((await answer).status).toBe(503);
    expect(rig.reports).toMatchObject([{ reason, outcome: 'failed' }]);
    expect(clock.pendingTimers).toBe(0);
    const again = rig.send('/acme', request);
    await clock.advance(10);
    expect((await again).status).toBe(200);
  });

  test.each([
    ['fails', fails],
    ['throws', throws],
    ['never answers', hangs],
  ])('a confirmation that %s: the pop was shown, so 200, and it is not shown again', async (_how, trouble) => {
    const inner = new InProcessDeliveryLedger(systemClock);
    const deliveryLedger: DeliveryLedger = {
      close: () => inner.close(),
      claim: async (brandId, keys) => {
        const result = await inner.claim(brandId, keys);
        return result.status === 'claimed' ? { ...result, claim: { ...result.claim, confirm: trouble } } : result;
      },
    };
    await using rig = receiverRig({ limits: { storeDeadlineMs: 50 } }, { deliveryLedger });
    const entries = await rig.watch({ brandId: ACME, agentExtension: AGENT });
    const request = signed();
    expect((await rig.send('/acme', request)).status).toBe(200);
    expect(rig.logger.at('error')).toMatchObject([{ fields: { reason: 'confirm_failed' } }]);
    expect(entries).toHaveLength(1);
  });

  test.each<[string, CustomerDirectory['find']]>([
    ['fails', fails],
    ['throws', throws],
    ['never answers', hangs],
  ])('a directory that %s holds no pop back', async (_how, find) => {
    await using rig = receiverRig({ directory: { find }, limits: { lookUpDeadlineMs: 50 } });
    const entries = await rig.watch({ brandId: ACME, agentExtension: AGENT });
    for (let index = 0; index < 3; index += 1) expect((await rig.send('/acme', signed())).status).toBe(200);
    expect(entries.map(({ pop }) => pop.customer)).toEqual(Array.from({ length: 3 }, () => ({ status: 'unavailable' })));
    expect(rig.logger.at('warn')).toHaveLength(1);
    expect(rig.logger.text()).not.toContain('2025550123');
  });

  test('an observer, a logger, a brandOf or a sourceOf that throws ends nothing', async () => {
    const logger = { debug: throws, info: throws, warn: throws, error: throws };
    await using rig = receiverRig({ onDelivery: throws }, { logger });
    await using asyncRig = receiverRig({ onDelivery: async () => throws() });
    expect((await rig.send('/acme', signed())).status).toBe(200);
    expect((await asyncRig.send('/acme', signed())).status).toBe(200);
    expect((await rig.send('/acme', { ...signed(), body: '' })).status).toBe(401);
    await using lost = receiverRig({ brandOf: throws });
    await using nowhere = receiverRig({ sourceOf: throws });
    for (const each of [lost, nowhere]) {
      expect((await each.send('/acme', signed())).status).toBe(500);
      expect(each.logger.at('error')[0]).toMatchObject({ fields: { reason: 'internal', error: { name: 'Error' } } });
      expect(each.logger.text()).not.toContain('is down');
    }
  });

  test('another attempt at the same delivery is waited for, and the second is a duplicate', async () => {
    const clock = new FakeClock();
    await using rig = receiverRig({ directory: { find: hangs } }, { clock });
    await loadPhoneNumberReader();
    const request = signed(payload(), { timestamp: clock.now() });
    const first = rig.send('/acme', request);
    await clock.advance(0);
    const second = rig.send('/acme', request);
    await clock.advance(1_500);
    expect((await first).status).toBe(200);
    await clock.advance(100);
    expect((await second).status).toBe(200);
    expect(rig.reports.map(({ reason }) => reason)).toEqual(['published', 'duplicate']);
  });

  test('an attempt that died with its claim: 503 until the claim expires, and then it is shown', async () => {
    const clock = new FakeClock();
    const deliveryLedger = new InProcessDeliveryLedger(clock);
    await using rig = receiverRig({}, { clock, deliveryLedger });
    await loadPhoneNumberReader();
    await deliveryLedger.claim(ACME, ['delivery:msg_died']);
    const send = async (): Promise<number> => {
      const answer = rig.send('/acme', signed(payload(), { id: 'msg_died', timestamp: clock.now() }));
      await clock.advance(2_000);
      return (await answer).status;
    };
    expect(await send()).toBe(503);
    await clock.advance(30_000);
    expect(await send()).toBe(200);
    expect(rig.reports.map(({ reason }) => reason)).toEqual(['claim_held', 'published']);
  });
});

describe('bounds', () => {
  test('too many at once are turned away at once, and told when to come again', async () => {
    const waiting: (() => void)[] = [];
    const find: CustomerDirectory['find'] = () => new Promise((resolve) => waiting.push(() => resolve([])));
    await using rig = receiverRig({ directory: { find }, limits: { concurrent: 2 } });
    const underWay = ['203.0.113.1', '203.0.113.2'].map((source) => rig.send('/acme', signed(), source));
    await expect.poll(() => waiting.length).toBe(2);
    const turnedAway = await rig.send('/acme', signed(), '203.0.113.3');
    expect([turnedAway.status, turnedAway.headers.get('retry-after')]).toEqual([503, '1']);
    for (const answer of waiting) answer();
    expect((await Promise.all(underWay)).map(({ status }) => status)).toEqual([200, 200]);
    expect(rig.reports[0]?.reason).toBe('overloaded');
  });

  test.each([
    [{ bodyBytes: 0 }, 'limits.bodyBytes'],
    [{ concurrent: 1.5 }, 'limits.concurrent'],
    [{ drainMs: Number.NaN }, 'limits.drainMs'],
    [{ lookUpDeadlineMs: 2 ** 31 }, 'limits.lookUpDeadlineMs'],
    [JSON.parse('{ "bodybytes": 1 }'), 'limits.bodybytes'],
  ])('limits that are none, %j, are an error of the one who mounts it', (limits, path) => {
    const rig = receiverRig();
    try {
      rig.host.receiveScreenPops({ directory: DIRECTORY, limits });
      expect.unreachable();
    } catch (error) {
      expect(SwitchError.has(error, 'CONFIG_INVALID') && error.details.issues.map((issue) => issue.path)).toEqual([path]);
    }
  });

  test('closing answers 503, waits for what is under way, and closes with the host', async () => {
    const waiting: (() => void)[] = [];
    const find: CustomerDirectory['find'] = () => new Promise((resolve) => waiting.push(() => resolve([])));
    const rig = receiverRig({ directory: { find } });
    const underWay = rig.send('/acme', signed());
    await expect.poll(() => waiting.length).toBe(1);
    const closing = rig.host.close();
    const late = await rig.send('/acme', signed());
    expect([late.status, rig.reports[0]?.reason]).toEqual([503, 'closing']);
    for (const answer of waiting) answer();
    await closing;
    expect((await underWay).status).toBe(200);
    expect(() => rig.host.receiveScreenPops({ directory: DIRECTORY })).toThrow(expect.objectContaining({ code: 'CLOSED' }));
  });
});

test('a body that something else has read is told to whoever mounted it, as an error', async () => {
  await using rig = receiverRig();
  const request = new Request('https://platform.test/acme', signed());
  await request.text();
  expect((await rig.receiver.handle(request)).status).toBe(500);
  expect(rig.logger.at('error')).toMatchObject([{ fields: { reason: 'body_taken' } }]);
});

test('the secrets of acme appear nowhere', async () => {
  await using rig = receiverRig();
  await rig.send('/acme', signed());
  await rig.send('/acme', signed(payload(), { secret: OTHER_SECRET }));
  expect(JSON.stringify(rig.reports) + rig.logger.text()).not.toContain(SIGNING_SECRET.slice(6));
});

test('a GET is taken where a secret is shared, in the header alone too', async () => {
  await using rig = receiverRig();
  rig.host.setBrand('legacy', { plugin: 'vendor', config: { label: 'a' }, screenPop: { shared_secrets: [SHARED_SECRET] } });
  const byHeader = { headers: { authorization: `Bearer ${SHARED_SECRET}` } };
  expect((await rig.send('/legacy?call_id=g-3', byHeader)).status).toBe(200);
  expect((await rig.send(`/legacy?call_id=g-4&key=${SHARED_SECRET}`, {})).status).toBe(401);
});
