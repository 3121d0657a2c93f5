import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { describe, expect, test } from 'vitest';
import { failureOf, post } from './loopback-transport.test.fixture.ts';
import { DEAD, failing, failThreeTimes, guard, REFUSED } from './origin-guard.test.fixture.ts';

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
    const origin = 'https://dead.test';
    expect(logger.entries.map(({ fields }) => fields)).toEqual([
      { origin, reason: 'refused', retryAt },
      // Tried after 2.5 s, and left alone for twice as long as at first.
      { origin, reason: 'refused', retryAt: new Date('2026-01-05T09:00:06.500Z') },
      { origin },
    ]);
  });

  test('nothing is told of an origin that is well, nor when it fails once', async () => {
    const { guarded, logger, counted } = guard((transport) => transport.answer({}).fail(REFUSED).answer({}));
    await guarded.request(post(DEAD));
    await failureOf(guarded.request(post(DEAD)));
    await guarded.request(post(DEAD));
    await guarded.close();
    expect([logger.entries, counted]).toEqual([[], []]);
  });

  test('an answer that cannot be read is one: the origin is there again', async () => {
    const { guarded, clock, logger, counted } = guard((transport) => failing(REFUSED)(transport).fail({ kind: 'too_large' }));
    await failThreeTimes(guarded);
    await clock.advance(2_500);
    await failureOf(guarded.request(post(DEAD)));
    expect(logger.at('info').map(({ message }) => message)).toEqual(['origin answers again']);
    expect(counted).toEqual(['open 1', 'open -1']);
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
    const { guarded, clock } = guard((transport) => failing(REFUSED)(transport).fail(REFUSED).answer({}));
    const heard: unknown[] = [];
    const listen = (event: unknown): void => void heard.push(event);
    const names = ['phone-switch.origin', 'phone-switch.request-refused'];
    for (const name of names) subscribe(name, listen);
    await failThreeTimes(guarded);
    await failureOf(guarded.request(post(DEAD)));
    await clock.advance(2_500);
    await failureOf(guarded.request(post(DEAD)));
    await clock.advance(5_000);
    await guarded.request(post(DEAD));
    for (const name of names) unsubscribe(name, listen);
    const origin = 'https://dead.test';
    expect(heard).toEqual([
      { origin, state: 'open', reason: 'refused', retryAt: new Date('2026-01-05T09:00:02.000Z') },
      { origin, reason: 'breaker_open' },
      { origin, state: 'open', reason: 'refused', retryAt: new Date('2026-01-05T09:00:06.500Z') },
      { origin, state: 'closed' },
    ]);
  });
});
