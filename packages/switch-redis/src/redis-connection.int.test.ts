import { once } from 'node:events';
import { createServer } from 'node:http';
import { parseBrandId, SwitchError } from '@elasticfunnels/switch-core';
import { RecordingLogger } from '@elasticfunnels/switch-core/testing';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { connectRedis } from './connect-redis.ts';
import { RedisServer } from './redis-server.test.fixture.ts';

const BRAND = parseBrandId('acme');
const PATIENT = { timeout: 15_000, interval: 20 };

describe.skipIf(RedisServer.findLack() !== undefined)('the database that the URL names', () => {
  let server: RedisServer;
  beforeEach(async () => {
    server = await RedisServer.start(['--databases', '4']);
  });
  afterEach(() => server.stop());

  test('is used', async () => {
    await using state = await connectRedis({ url: `${server.url}/3` });
    await state.deliveryLedger.claim(BRAND, ['id:1']);
    expect(await server.command('INFO', 'keyspace')).toMatch(/db3:keys=1/);
  });

  test('is refused at once where it does not exist, and database 0 stays empty', async () => {
    const failure = await rejectionOf(connectRedis({ url: `${server.url}/99`, connectTimeoutMs: 60_000 }));
    expect(failure).toMatchObject({
      code: 'CONFIG_INVALID',
      effect: 'none',
      message: expect.stringMatching(/the database 99 cannot be used \(ERR DB index is out of range\)/),
      hint: expect.stringContaining('REDIS_URL'),
    });
    expect(await server.command('INFO', 'keyspace')).not.toMatch(/db0/);
  });

  test('is asked for with every connection anew: nothing is written elsewhere meanwhile, and it goes on afterwards', async () => {
    const logger = new RecordingLogger();
    await server.command('ACL', 'SETUSER', 'pop', 'on', '>secret', '~*', '&*', '+@all');
    const url = `${server.url.replace('//', '//pop:secret@')}/3`;
    await using state = await connectRedis({ url, logger, commandTimeoutMs: 300 });
    await server.command('ACL', 'SETUSER', 'pop', '-select');
    await server.command('CLIENT', 'KILL', 'USER', 'pop');
    await vi.waitFor(
      async () => expect(String(await rejectionOf(state.ping()))).toContain('the database 3 cannot be used'),
      PATIENT,
    );
    expect(await rejectionOf(state.deliveryLedger.claim(BRAND, ['id:1']))).toMatchObject({ code: 'UPSTREAM_FAILED' });
    expect(await server.command('INFO', 'keyspace')).not.toMatch(/db0/);
    await server.command('ACL', 'SETUSER', 'pop', '+select');
    await vi.waitFor(() => state.ping(), PATIENT);
    await state.deliveryLedger.claim(BRAND, ['id:1']);
    expect(await server.command('INFO', 'keyspace')).toMatch(/db3:keys=1/);
  });
});

test('what is no Redis is told in plain words', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    const failure = await rejectionOf(connectRedis({ url: `redis://127.0.0.1:${port}`, connectTimeoutMs: 1_000 }));
    expect(failure).toMatchObject({ code: 'UNREACHABLE', details: { reason: 'what answers there is not a Redis' } });
    expect(String(failure)).not.toMatch(/RESP|report/);
  } finally {
    server.close();
  }
});

async function rejectionOf(work: Promise<unknown>): Promise<unknown> {
  const failure: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(SwitchError.is(failure)).toBe(true);
  return failure;
}
