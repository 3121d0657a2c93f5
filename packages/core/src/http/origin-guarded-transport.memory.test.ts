import { describe, expect, test } from 'vitest';
import { failureOf, post } from './loopback-transport.test.fixture.ts';
import { DEAD, failing, failThreeTimes, guard, REFUSED } from './origin-guard.test.fixture.ts';

describe('what is remembered is bounded', () => {
  test('origins that went well give way', async () => {
    const { guarded, scripted } = guard((transport) => transport, 10);
    for (let index = 0; index < 35; index += 1) {
      scripted.answer({});
      await guarded.request(post(new URL(`https://brand-${index}.test/`)));
      expect(guarded.originCount).toBe((index % 10) + 1);
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
      expect(guarded.originCount).toBe(Math.min(index + 1, 10));
    }
    const openCount = counted.reduce((sum, entry) => sum + Number(entry.replace('open ', '')), 0);
    expect(openCount).toBe(guarded.originCount);
  });

  test('one that failed too seldom to be left alone is counted neither as open nor as forgotten', async () => {
    const { guarded, scripted, counted } = guard((transport) => transport, 10);
    for (let index = 0; index < 35; index += 1) {
      scripted.fail(REFUSED);
      await failureOf(guarded.request(post(new URL(`https://brand-${index}.test/`))));
    }
    expect(guarded.originCount).toBe(10);
    expect(counted).toEqual([]);
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
