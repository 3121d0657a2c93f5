import { FakeClock, RecordingLogger } from '@elasticfunnels/switch-core/testing';
import { expect, test } from 'vitest';
import { CLAIM_MS, InProcessDeliveryLedger, PUBLISHED_MS } from './in-process-delivery-ledger.ts';
import { ACME } from './screen-pops.test.fixture.ts';

// What every ledger promises is in conformance/ports; here is what this one adds.

async function publish(ledger: InProcessDeliveryLedger, key: string): Promise<void> {
  const result = await ledger.claim(ACME, [key]);
  if (result.status !== 'claimed') return expect.unreachable();
  await result.claim.confirm();
}

test('a claim lasts 6 seconds, and what was published is known for four days', async () => {
  const clock = new FakeClock();
  const ledger = new InProcessDeliveryLedger(clock);
  await ledger.claim(ACME, ['held']);
  await publish(ledger, 'published');
  await clock.advance(CLAIM_MS - 1);
  expect((await ledger.claim(ACME, ['held'])).status).toBe('held');
  await clock.advance(1);
  expect((await ledger.claim(ACME, ['held'])).status).toBe('claimed');
  await clock.advance(PUBLISHED_MS - CLAIM_MS - 1);
  expect((await ledger.claim(ACME, ['published'])).status).toBe('published');
  await clock.advance(1_001);
  expect((await ledger.claim(ACME, ['published'])).status).toBe('claimed');
  expect(PUBLISHED_MS).toBeGreaterThan(75 * 60 * 60 * 1_000);
});

test('beyond its bound the oldest id is forgotten, counted, and told once', async () => {
  const logger = new RecordingLogger();
  const ledger = new InProcessDeliveryLedger(new FakeClock(), { logger, maxIds: 3 });
  for (const key of ['a', 'b', 'c', 'd', 'e']) await publish(ledger, key);
  expect((await ledger.claim(ACME, ['e'])).status).toBe('published');
  expect((await ledger.claim(ACME, ['a'])).status).toBe('claimed');
  expect(ledger.forgotten).toBe(2);
  expect(logger.entries.map(({ level, fields }) => [level, fields])).toEqual([['warn', { maxIds: 3 }]]);
});

test('sets no timers', async () => {
  const clock = new FakeClock();
  const ledger = new InProcessDeliveryLedger(clock);
  await publish(ledger, 'a');
  await ledger.claim(ACME, ['b']);
  expect(clock.pendingTimers).toBe(0);
});

test('once closed it claims no more; a claim that was made before can still be confirmed', async () => {
  const ledger = new InProcessDeliveryLedger(new FakeClock());
  const result = await ledger.claim(ACME, ['a']);
  await ledger.close();
  await expect(ledger.claim(ACME, ['b'])).rejects.toMatchObject({ code: 'CLOSED', effect: 'none' });
  if (result.status === 'claimed') await result.claim.confirm();
});
