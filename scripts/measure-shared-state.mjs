// What remembering costs: bytes an id in this process, and in the Redis that REDIS_URL names, which should be idle. Its
// keys are removed again.
//   REDIS_URL=redis://127.0.0.1:6379 node --expose-gc --conditions=@elasticfunnels/source scripts/measure-shared-state.mjs
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { InProcessDeliveryLedger, systemClock } from '../packages/core/src/index.ts';
import { connectRedis } from '../packages/switch-redis/src/index.ts';

const DELIVERIES = 500_000;
const AT_ONCE = 1_000;
const POPS = 100_000;

globalThis.gc();
const before = process.memoryUsage().heapUsed;
const ledger = new InProcessDeliveryLedger(systemClock, { maxIds: 2 * DELIVERIES });
const claims = await measure(() => each(DELIVERIES, (index) => publishOnce(ledger, index)));
globalThis.gc();
const held = process.memoryUsage().heapUsed - before;
tell('in this process, ledger', held / (2 * DELIVERIES), 'id', claims / DELIVERIES, 'delivery');
if (ledger.forgotten > 0) throw new Error('The bound was too low for a measurement.');

const url = process.env['REDIS_URL'];
if (url === undefined) process.stdout.write('in Redis: not measured, as REDIS_URL is not set\n');
else await measureRedis(url);

async function measureRedis(target) {
  const { Redis } = createRequire(new URL('../packages/switch-redis/package.json', import.meta.url))('ioredis');
  const redis = new Redis(target);
  const prefix = `measure-${randomBytes(6).toString('hex')}`;
  const state = await connectRedis({ url: target, prefix, commandTimeoutMs: 30_000 });
  const used = async () => Number(/used_memory:(\d+)/.exec(await redis.info('memory'))[1]);
  let start = await used();
  const deliveries = await measure(() => each(DELIVERIES, (index) => publishOnce(state.deliveryLedger, index)));
  tell('in Redis, ledger', ((await used()) - start) / (2 * DELIVERIES), 'id', deliveries / DELIVERIES, 'delivery');
  start = await used();
  const pops = await measure(() => each(POPS, (index) => state.screenPopChannel.publish(popOf(index))));
  tell('in Redis, channel', ((await used()) - start) / POPS, 'event of 450 bytes', pops / POPS, 'publish');
  for await (const keys of redis.scanStream({ match: `${prefix}:*`, count: 5_000 }))
    if (keys.length > 0) await redis.unlink(keys);
  await state.close();
  redis.disconnect();
}

async function each(count, work) {
  for (let index = 0; index < count; index += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, offset) => work(index + offset)));
  }
}

async function publishOnce(target, index) {
  const keys = [`id:msg_2Lh9rkTzN0b1${index}`, `event:["3000000000${index}","call.ringing",${1767603600000 + index}]`];
  const result = await target.claim('acme', keys);
  await result.claim.confirm();
}

function popOf(index) {
  return {
    brandId: 'acme',
    event: {
      event: 'call.ringing',
      callId: `3000000000${index}`,
      direction: 'inbound',
      agent: { extension: String(1000 + (index % 500)) },
      occurredAt: new Date(1767603600000 + index),
      attributes: {},
    },
    number: { kind: 'e164', raw: '+15550004567', e164: '+15550004567', national: '5550004567' },
    customer: { status: 'none', reason: 'no_customer' },
    receivedAt: new Date(),
    proof: 'signature',
    raw: { call_id: `3000000000${index}`, phone: '+15550004567', agent: '1001' },
  };
}

async function measure(work) {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) * 1_000;
}

function tell(what, bytes, per, microseconds, action) {
  process.stdout.write(`${what}: ${bytes.toFixed(0)} bytes an ${per}, ${microseconds.toFixed(1)} µs a ${action}\n`);
}
