import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type AgentExtension,
  type BrandId,
  type CallId,
  type ScreenPop,
  SwitchError,
  toScreenPopJson,
} from '@elasticfunnels/switch-core';
import { RecordingLogger } from '@elasticfunnels/switch-core/testing';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { connectRedis, type ConnectRedisOptions, type RedisState } from './connect-redis.ts';
import { isRedisRequired, RedisServer } from './redis-server.test.fixture.ts';

const lack = RedisServer.findLack();
if (lack !== undefined) process.stderr.write(`Skipped, as no Redis can be started to be killed: ${lack}.\n`);
const BRAND = 'acme' as BrandId;
const AGENT = '1001' as AgentExtension;
const TOPIC = { brandId: BRAND, agentExtension: AGENT };
/** Where the topic's entries are. */
const STREAM = 'phone-switch:{acme}:agent:1001';
const KEY = { brandId: BRAND, agentExtension: '1001', destination: '+15550004567' };
const PLACED = { status: 'placed', call: { callId: '300-1' as CallId } } as const;
const PATIENT = { timeout: 15_000, interval: 20 };

function popAt(second: number): ScreenPop {
  return {
    brandId: BRAND,
    event: {
      event: 'call.ringing',
      callId: `300-${second}` as CallId,
      direction: 'inbound',
      agent: { extension: AGENT },
      occurredAt: new Date(Date.UTC(2026, 0, 5, 9, 0, second)),
      attributes: {},
    },
    number: { kind: 'anonymous', raw: '' },
    customer: { status: 'none', reason: 'anonymous' },
    receivedAt: new Date(Date.UTC(2026, 0, 5, 9, 0, second)),
    proof: 'signature',
    raw: {},
  };
}

describe.skipIf(lack !== undefined)('a Redis that is killed, and comes back with what it had written', () => {
  let server: RedisServer;
  let states: RedisState[];
  let logger: RecordingLogger;
  const connect = async (more: Omit<ConnectRedisOptions, 'url'> = {}): Promise<RedisState> => {
    const state = await connectRedis({ url: server.url, logger, ...more });
    states.push(state);
    return state;
  };
  beforeEach(async () => {
    states = [];
    logger = new RecordingLogger();
    server = await RedisServer.start();
  });
  afterEach(async () => {
    await Promise.all(states.map((state) => state.close()));
    await server.stop();
  });

  test('loses no screen pop and shows none twice, whoever was subscribed, over three crashes', async () => {
    const [near, far] = [await connect(), await connect()];
    const shown: number[][] = [[], []];
    let gaps = 0;
    const onGap = (): void => void (gaps += 1);
    for (const [index, { screenPopChannel }] of [near, far].entries()) {
      await screenPopChannel.subscribe(TOPIC, ({ pop }) => shown[index]?.push(pop.receivedAt.getUTCSeconds()), { onGap });
    }
    // As a sender does: again until it is acknowledged.
    const deliver = async (second: number): Promise<void> => {
      for (;;) {
        try {
          await (second % 2 === 0 ? near : far).screenPopChannel.publish(popAt(second));
          return;
        } catch {
          await pause(50);
        }
      }
    };
    const delivering = (async () => {
      for (let second = 0; second < 45; second += 1) {
        await deliver(second);
        await pause(20);
      }
    })();
    for (let crash = 0; crash < 3; crash += 1) {
      await pause(250);
      await server.kill();
      await pause(100);
      await server.start();
    }
    await delivering;
    const all = Array.from({ length: 45 }, (_, second) => second);
    await vi.waitFor(() => expect(shown).toEqual([all, all]), PATIENT);
    expect(gaps).toBe(0);
  });

  test('a subscriber that lost every wake-up catches up when its connection is made anew', async () => {
    const { screenPopChannel } = await connect();
    const shown: string[] = [];
    await screenPopChannel.subscribe(TOPIC, ({ pop }) => shown.push(pop.event.callId));
    await screenPopChannel.publish(popAt(1));
    await vi.waitFor(() => expect(shown).toEqual(['300-1']), PATIENT);
    // In the stream, and nobody is woken.
    await server.command('XADD', STREAM, '*', 'pop', toScreenPopJson(popAt(2)), 'state', '0', 'late', '0');
    await server.command('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await vi.waitFor(() => expect(shown).toEqual(['300-1', '300-2']), PATIENT);
  });

  test('remembers what was published, claims and dials', async () => {
    const { deliveryLedger, dialGuard } = await connect({ dialWindowMs: 30_000 });
    const claimed = await deliveryLedger.claim(BRAND, ['id:1']);
    if (claimed.status === 'claimed') await claimed.claim.confirm();
    await deliveryLedger.claim(BRAND, ['id:2']);
    await dialGuard.dial(KEY, async () => PLACED, { deadlineMs: 5_000 });
    await server.kill();
    await server.start();
    expect((await deliveryLedger.claim(BRAND, ['id:1'])).status).toBe('published');
    expect((await deliveryLedger.claim(BRAND, ['id:2'])).status).toBe('held');
    expect(await dialGuard.dial(KEY, () => expect.unreachable(), { deadlineMs: 5_000 })).toEqual({ ...PLACED, replayed: true });
  });

  test('an emptied Redis is told as a gap to those who are subscribed and to those who resume', async () => {
    const { screenPopChannel } = await connect();
    let gaps = 0;
    const shown: string[] = [];
    const onGap = (): void => void (gaps += 1);
    await screenPopChannel.subscribe(TOPIC, ({ pop }) => shown.push(pop.event.callId), { onGap });
    const { id } = await screenPopChannel.publish(popAt(1));
    await vi.waitFor(() => expect(shown).toHaveLength(1), PATIENT);
    await server.flush();
    await screenPopChannel.publish(popAt(2));
    await vi.waitFor(() => expect(shown).toEqual(['300-1', '300-2']), PATIENT);
    expect(gaps).toBe(1);
    const resumed: string[] = [];
    await screenPopChannel.subscribe(TOPIC, ({ pop }) => resumed.push(pop.event.callId), { after: id, onGap });
    expect(gaps).toBe(2);
    expect(resumed).toEqual(['300-2']);
  });

  test('a record in the stream that nobody can read is left out and told, and the next ones arrive', async () => {
    const { screenPopChannel } = await connect();
    const shown: string[] = [];
    await screenPopChannel.subscribe(TOPIC, ({ pop }) => shown.push(pop.event.callId));
    await screenPopChannel.publish(popAt(1));
    await server.command('XADD', STREAM, '*', 'pop', '{"broken":', 'state', '9', 'late', '0');
    await screenPopChannel.publish(popAt(2));
    await vi.waitFor(() => expect(shown).toEqual(['300-1', '300-2']), PATIENT);
    expect(logger.at('error')).toHaveLength(1);
    expect(logger.text()).not.toContain('broken":');
  });

  describe('while it is away', () => {
    const QUICK = { commandTimeoutMs: 300 };

    test('claims and publishing fail within their bounds, and say that nothing happened', async () => {
      const { deliveryLedger, screenPopChannel, ping } = await connect(QUICK).then((state) => ({
        deliveryLedger: state.deliveryLedger,
        screenPopChannel: state.screenPopChannel,
        ping: () => state.ping(),
      }));
      await server.kill();
      const failures = await Promise.all([
        rejectionOf(deliveryLedger.claim(BRAND, ['id:1'])),
        rejectionOf(screenPopChannel.publish(popAt(1))),
        rejectionOf(screenPopChannel.subscribe(TOPIC, () => {})),
        rejectionOf(ping()),
      ]);
      for (const failure of failures) expect(failure).toMatchObject({ code: 'UPSTREAM_FAILED', effect: 'none', retryable: true });
    });

    test('one that stops answering without a word is noticed, and left for a new connection', async () => {
      const { deliveryLedger } = await connect(QUICK);
      server.pause();
      expect(await rejectionOf(deliveryLedger.claim(BRAND, ['id:1']))).toMatchObject({ code: 'UPSTREAM_FAILED' });
      server.resume();
      await vi.waitFor(async () => expect((await deliveryLedger.claim(BRAND, ['id:9'])).status).toBe('claimed'), PATIENT);
    });

    test('a dial is refused, with effect none, and nothing rings', async () => {
      const { dialGuard } = await connect(QUICK);
      await server.kill();
      const failure = await rejectionOf(dialGuard.dial(KEY, () => expect.unreachable(), { deadlineMs: 5_000 }));
      expect(failure).toMatchObject({ code: 'UPSTREAM_FAILED', effect: 'none', retryable: true });
      expect((failure as Error).message).toContain('Nothing was dialled');
      await server.start();
      await vi.waitFor(async () => {
        expect(await dialGuard.dial(KEY, async () => PLACED, { deadlineMs: 5_000 })).toEqual(PLACED);
      }, PATIENT);
    });

    test('a dial whose claim got no answer frees it again, so that the next one is not held up', async () => {
      const { dialGuard } = await connect(QUICK);
      const other = await connect();
      server.pause();
      const failure = await rejectionOf(dialGuard.dial(KEY, () => expect.unreachable(), { deadlineMs: 60_000 }));
      expect(failure).toMatchObject({ effect: 'none' });
      server.resume();
      expect(await other.dialGuard.dial(KEY, async () => PLACED, { deadlineMs: 15_000 })).toEqual(PLACED);
    });

    test('a dial may be guarded by this process alone, if the platform says so', async () => {
      const { dialGuard } = await connect({ ...QUICK, whenUnreachable: 'guard-this-process' });
      await server.kill();
      let rings = 0;
      const ring = async (): Promise<typeof PLACED> => {
        rings += 1;
        return PLACED;
      };
      const results = await Promise.all([
        dialGuard.dial(KEY, ring, { deadlineMs: 5_000 }),
        dialGuard.dial(KEY, ring, { deadlineMs: 5_000 }),
      ]);
      // Each gives Redis up by itself: either may be the first.
      expect(results.filter(({ replayed }) => replayed === true)).toHaveLength(1);
      expect(rings).toBe(1);
    });

    test('and then it knows what it dialled just before Redis went away', async () => {
      const { dialGuard } = await connect({ ...QUICK, dialWindowMs: 30_000, whenUnreachable: 'guard-this-process' });
      await dialGuard.dial(KEY, async () => PLACED, { deadlineMs: 5_000 });
      await server.kill();
      expect(await dialGuard.dial(KEY, () => expect.unreachable(), { deadlineMs: 5_000 })).toEqual({ ...PLACED, replayed: true });
    });

    test('a dial that is under way is joined within its process, though Redis was emptied', async () => {
      const { dialGuard } = await connect();
      const dial = Promise.withResolvers<typeof PLACED>();
      let rings = 0;
      const ring = (): Promise<typeof PLACED> => {
        rings += 1;
        return dial.promise;
      };
      const first = dialGuard.dial(KEY, ring, { deadlineMs: 10_000 });
      await vi.waitFor(() => expect(rings).toBe(1), PATIENT);
      await server.flush();
      const second = dialGuard.dial(KEY, ring, { deadlineMs: 10_000 });
      await vi.waitFor(async () => expect(await server.command('DBSIZE')).toBe(1), PATIENT);
      dial.resolve(PLACED);
      expect(await Promise.all([first, second])).toEqual([PLACED, { ...PLACED, replayed: true }]);
      expect(rings).toBe(1);
    });

    test('a dial that was placed before stands, and the other nodes are told when Redis is back', async () => {
      const { dialGuard } = await connect(QUICK);
      const other = await connect();
      const result = await dialGuard.dial(
        KEY,
        async () => {
          await server.kill();
          return PLACED;
        },
        { deadlineMs: 20_000 },
      );
      expect(result).toEqual(PLACED);
      await server.start();
      const joined = await other.dialGuard.dial(KEY, () => expect.unreachable(), { deadlineMs: 15_000 });
      expect(joined).toEqual({ ...PLACED, replayed: true });
    });

    test('a subscription waits and goes on; a gap is not told, as there was none', async () => {
      const { screenPopChannel } = await connect(QUICK);
      const shown: string[] = [];
      let gaps = 0;
      await screenPopChannel.subscribe(TOPIC, ({ pop }) => shown.push(pop.event.callId), { onGap: () => void (gaps += 1) });
      await server.kill();
      await pause(800);
      await server.start();
      await vi.waitFor(() => screenPopChannel.publish(popAt(3)), PATIENT);
      await vi.waitFor(() => expect(shown).toEqual(['300-3']), PATIENT);
      expect(gaps).toBe(0);
      expect(logger.at('warn').some(({ message }) => message.startsWith('Redis is not reachable'))).toBe(true);
      expect(logger.at('info').some(({ message }) => message === 'Redis is back')).toBe(true);
    });
  });

  test('a node that dies while it dials: its claim stays until its time is over, joiners are told that nobody knows', async () => {
    const [dying, other] = [await connect({ dialWindowMs: 200 }), await connect()];
    void dying.dialGuard.dial(KEY, () => new Promise(() => {}), { deadlineMs: 700 }).catch(() => {});
    await vi.waitFor(async () => expect(await server.command('EXISTS', await onlyKey(server))).toBe(1), PATIENT);
    await dying.close();
    const impatient = rejectionOf(other.dialGuard.dial(KEY, () => expect.unreachable(), { deadlineMs: 100 }));
    const patient = rejectionOf(other.dialGuard.dial(KEY, () => expect.unreachable(), { deadlineMs: 10_000 }));
    expect(await impatient).toMatchObject({ code: 'OUTCOME_UNKNOWN', details: { reason: 'timed_out' } });
    expect(await patient).toMatchObject({ code: 'OUTCOME_UNKNOWN', details: { reason: 'connection_lost' } });
    expect(await other.dialGuard.dial(KEY, async () => PLACED, { deadlineMs: 1_000 })).toEqual(PLACED);
  });
});

describe.skipIf(lack !== undefined)('connecting', () => {
  test('a password is in no error and no log line', async () => {
    const server = await RedisServer.start();
    const logger = new RecordingLogger();
    try {
      await server.command('ACL', 'SETUSER', 'pop', 'on', '>s3cr3t-right', '~*', '&*', '+@all');
      const url = (password: string): string => server.url.replace('//', `//pop:${password}@`);
      const failure = await rejectionOf(connectRedis({ url: url('s3cr3t-wrong'), logger, connectTimeoutMs: 5_000 }));
      expect(failure).toMatchObject({ code: 'UNAUTHENTICATED' });
      const state = await connectRedis({ url: url('s3cr3t-right'), logger, commandTimeoutMs: 300 });
      await server.kill();
      const lost = await rejectionOf(state.ping());
      await state.close();
      for (const each of [failure, lost])
        expect(JSON.stringify(each) + String(each) + String((each as Error).cause)).not.toContain('s3cr3t');
      expect(logger.text()).not.toContain('s3cr3t');
    } finally {
      await server.stop();
    }
  });

  test('a user who may do no more than the page on many nodes says is enough', async () => {
    const server = await RedisServer.start();
    const page = await readFile(new URL('../../../docs/many-nodes.md', import.meta.url), 'utf8');
    const rules = /`(\+@read[^`]+)`/.exec(page)?.[1]?.split(' ') ?? [];
    try {
      const keys = ['~phone-switch:*', '&phone-switch:*'];
      await server.command('ACL', 'SETUSER', 'little', 'reset', 'on', '>secret', ...keys, ...rules);
      await using state = await connectRedis({ url: server.url.replace('//', '//little:secret@') });
      const shown: string[] = [];
      await state.screenPopChannel.subscribe(TOPIC, ({ pop }) => shown.push(pop.event.callId));
      await state.screenPopChannel.publish(popAt(1));
      await vi.waitFor(() => expect(shown).toEqual(['300-1']), PATIENT);
      const result = await state.deliveryLedger.claim(BRAND, ['id:1']);
      if (result.status === 'claimed') await result.claim.confirm();
      expect(await state.dialGuard.dial(KEY, async () => PLACED, { deadlineMs: 5_000 })).toEqual(PLACED);
      state.dialGuard.release(BRAND, PLACED.call.callId);
      expect(await state.dialGuard.dial(KEY, async () => PLACED, { deadlineMs: 5_000 })).toEqual(PLACED);
      expect(await state.ping()).toBeGreaterThanOrEqual(0);
    } finally {
      await server.stop();
    }
  });

  test('one node of a Redis Cluster serves: all keys of a script are in one slot', async () => {
    const server = await RedisServer.start(['--cluster-enabled', 'yes']);
    try {
      await server.command('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
      await vi.waitFor(
        async () => expect(String(await server.command('CLUSTER', 'INFO'))).toContain('cluster_state:ok'),
        PATIENT,
      );
      await using state = await connectRedis({ url: server.url });
      const shown: string[] = [];
      await state.screenPopChannel.subscribe(TOPIC, ({ pop }) => shown.push(pop.event.callId));
      await state.screenPopChannel.publish(popAt(1));
      await vi.waitFor(() => expect(shown).toEqual(['300-1']), PATIENT);
      const result = await state.deliveryLedger.claim(BRAND, ['id:1', 'event:1']);
      if (result.status === 'claimed') await result.claim.confirm();
      await state.dialGuard.dial(KEY, async () => PLACED, { deadlineMs: 5_000 });
      state.dialGuard.release(BRAND, PLACED.call.callId);
      expect(await state.dialGuard.dial(KEY, async () => PLACED, { deadlineMs: 5_000 })).toEqual(PLACED);
    } finally {
      await server.stop();
    }
  });
});

test('where a Redis is required one can be started', () => {
  expect(isRedisRequired() ? lack : undefined).toBeUndefined();
});

test('nothing listens there: connecting says so, by its deadline', async () => {
  const failure = await rejectionOf(connectRedis({ url: 'redis://:hidden@127.0.0.1:1', connectTimeoutMs: 300 }));
  expect(failure).toMatchObject({ code: 'UNREACHABLE', effect: 'none', details: { host: '127.0.0.1', stage: 'connect' } });
  expect(String(failure)).not.toContain('hidden');
});

async function rejectionOf(work: Promise<unknown>): Promise<unknown> {
  const failure: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(SwitchError.is(failure)).toBe(true);
  return failure;
}

async function onlyKey(server: RedisServer): Promise<string> {
  const keys = await server.command('KEYS', 'phone-switch:{acme}:dial:*');
  return Array.isArray(keys) ? String(keys[0]) : '';
}
