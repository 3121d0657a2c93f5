import { FakeClock, ScriptedTransport } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import type { CallOptions } from '../switch/requests.ts';
import { exchangeOf, makeClient } from './client.test.fixture.ts';
import type { SentRequest } from './sent-request.ts';

/** What the reader of each answer is told of its request. */
async function toldOf(transport: (script: ScriptedTransport) => ScriptedTransport, options: CallOptions): Promise<SentRequest[]> {
  const clock = new FakeClock();
  const told: SentRequest[] = [];
  const { read, ...exchange } = exchangeOf('makeCall', { options });
  const sending = makeClient({ transport: transport(new ScriptedTransport(clock)), clock }).send({
    ...exchange,
    read: (answer, sent) => {
      if (sent !== undefined) told.push(sent);
      return read(answer);
    },
  });
  await clock.advance(10_000);
  await sending;
  return told;
}

const keysOf = (told: readonly SentRequest[]): readonly boolean[] => told.map(({ mayRepeatKey }) => mayRepeatKey);
const LATER = { status: 503, headers: { 'retry-after': '1' } };
const NEW = { idempotencyKey: 'k', idempotencyKeyIsNew: true } as const;

test('whoever reads an answer is told where its request went', async () => {
  const [told] = await toldOf((script) => script.answer({ body: 'done' }), {});
  expect(told).toMatchObject({ path: '/calls', baseUrl: new URL('https://switch.test/api') });
});

describe('the service may have had a key before', () => {
  test('which its caller brought, as nobody knows what the caller did with it', async () => {
    expect(keysOf(await toldOf((script) => script.answer({}), { idempotencyKey: 'k' }))).toEqual([true]);
  });

  test('which an earlier try of ours was answered to', async () => {
    expect(keysOf(await toldOf((script) => script.answer(LATER).answer({}), NEW))).toEqual([false, true]);
  });

  test('but not one of the host’s own that never left, and not without a key', async () => {
    const refused = { kind: 'connect', reason: 'refused' } as const;
    expect(keysOf(await toldOf((script) => script.fail(refused).answer({}), NEW))).toEqual([false]);
    expect(keysOf(await toldOf((script) => script.answer({}), {}))).toEqual([false]);
  });
});
