import type { LookupAddress } from 'node:dns';
import { FakeClock } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import { fairLookup } from './fair-lookup.ts';
import type { ResolveHost } from './guarded-connector.ts';

const ADDRESS: LookupAddress[] = [{ address: '192.0.2.1', family: 4 }];

interface Rig {
  readonly clock: FakeClock;
  /** The names that are being looked up now. */
  readonly underWay: () => readonly string[];
  /** Ends the look-up of a name. */
  readonly answer: (hostname: string, error?: Error) => void;
  /** Asks for a name; what it was told, once it was. */
  readonly ask: (hostname: string, more?: { readonly family?: number }) => { told?: Error | readonly LookupAddress[] };
}

function rig(): Rig {
  const clock = new FakeClock();
  const pending = new Map<string, Parameters<ResolveHost>[2]>();
  const lookup = fairLookup(clock, (hostname, options, callback) => {
    const { family } = options as { readonly family?: number };
    pending.set(family === undefined ? hostname : `${hostname} ${family}`, callback);
  });
  return {
    clock,
    underWay: () => [...pending.keys()],
    answer(hostname, error) {
      const callback = pending.get(hostname);
      pending.delete(hostname);
      callback?.(error ?? null, error === undefined ? ADDRESS : []);
    },
    ask(hostname, more = {}) {
      const asked: { told?: Error | readonly LookupAddress[] } = {};
      lookup(hostname, { all: true, ...more }, (error, addresses) => {
        asked.told = error ?? addresses;
      });
      return asked;
    },
  };
}

/** Names that were slow once. */
async function makeSlow({ ask, answer, clock }: Rig, ...hostnames: readonly string[]): Promise<void> {
  for (const hostname of hostnames) ask(hostname);
  await clock.advance(1_001);
  for (const hostname of hostnames) answer(hostname, new Error('EAI_AGAIN'));
}

describe('those who ask for the same name at the same time', () => {
  test('share one look-up, and its answer', () => {
    const { ask, answer, underWay } = rig();
    const asked = Array.from({ length: 64 }, () => ask('a.test'));
    expect(underWay()).toEqual(['a.test']);
    answer('a.test');
    expect(asked.map(({ told }) => told)).toEqual(asked.map(() => ADDRESS));
  });

  test('and its failure', () => {
    const { ask, answer } = rig();
    const asked = [ask('a.test'), ask('a.test')];
    answer('a.test', new Error('ENOTFOUND'));
    expect(asked).toEqual([{ told: new Error('ENOTFOUND') }, { told: new Error('ENOTFOUND') }]);
  });

  test('but the next one asks anew: nothing is remembered of an answer', () => {
    const { ask, answer, underWay } = rig();
    ask('a.test');
    answer('a.test');
    ask('a.test');
    expect(underWay()).toEqual(['a.test']);
  });

  test('unless they want the addresses by other hints', () => {
    let lookUps = 0;
    const lookup = fairLookup(new FakeClock(), () => void (lookUps += 1));
    for (const hints of [1, 2, 1]) lookup('a.test', Object.assign({ all: true as const }, { hints }), () => {});
    expect(lookUps).toBe(2);
  });

  test('unless they want another kind of address', () => {
    const { ask, answer, underWay } = rig();
    const [four, six] = [ask('a.test', { family: 4 }), ask('a.test', { family: 6 })];
    expect(underWay()).toEqual(['a.test 4', 'a.test 6']);
    answer('a.test 4');
    expect([four.told, six.told]).toEqual([ADDRESS, undefined]);
  });
});

describe('names that were slow', () => {
  test('are looked up one after the other, while all others are at once', async () => {
    const all = rig();
    const { ask, underWay, answer } = all;
    await makeSlow(all, 'slow-1.test', 'slow-2.test', 'slow-3.test');
    for (const name of ['slow-1', 'slow-2', 'slow-3', 'a', 'b', 'c']) ask(`${name}.test`);
    expect(underWay()).toEqual(['slow-1.test', 'a.test', 'b.test', 'c.test']);
    answer('slow-1.test', new Error('EAI_AGAIN'));
    expect(underWay()).toEqual(['a.test', 'b.test', 'c.test', 'slow-2.test']);
    answer('slow-2.test');
    answer('slow-3.test');
    expect(underWay()).toEqual(['a.test', 'b.test', 'c.test']);
  });

  test('took more than a second: one that took just that is not slow', async () => {
    const all = rig();
    const { ask, underWay, answer, clock } = all;
    await makeSlow(all, 'slow.test');
    ask('just.test');
    await clock.advance(1_000);
    answer('just.test');
    ask('slow.test');
    ask('just.test');
    expect(underWay()).toEqual(['slow.test', 'just.test']);
  });

  test('are no longer slow once they were quick', async () => {
    const all = rig();
    const { ask, underWay, answer } = all;
    await makeSlow(all, 'slow-1.test', 'slow-2.test');
    ask('slow-1.test');
    answer('slow-1.test');
    ask('slow-2.test');
    ask('slow-1.test');
    expect(underWay()).toEqual(['slow-2.test', 'slow-1.test']);
  });

  test('each get their turn, also when the one before never was', async () => {
    const all = rig();
    const { ask, answer } = all;
    await makeSlow(all, 'slow-1.test', 'slow-2.test');
    for (let round = 1; round <= 3; round += 1) {
      const asked = [ask('slow-1.test'), ask('slow-2.test')];
      answer('slow-1.test', new Error('EAI_AGAIN'));
      answer('slow-2.test');
      expect(asked.map(({ told }) => told)).toEqual([new Error('EAI_AGAIN'), ADDRESS]);
      await makeSlow(all, 'slow-2.test');
    }
  });

  test('are forgotten, the oldest first, beyond a thousand', async () => {
    const all = rig();
    const { ask, underWay } = all;
    await makeSlow(all, ...Array.from({ length: 1_001 }, (_, index) => `slow-${index}.test`));
    ask('slow-1000.test');
    ask('slow-1.test');
    ask('slow-0.test');
    expect(underWay()).toEqual(['slow-1000.test', 'slow-0.test']);
  });
});

test('whoever waits is told what a resolver throws, even if it is no error', () => {
  const lookup = fairLookup(new FakeClock(), () => {
    // oxlint-disable-next-line typescript/only-throw-error -- what a resolver of somebody's own may do
    throw 'out of order';
  });
  const told: unknown[] = [];
  lookup('a.test', { all: true }, (...answer) => void told.push(...answer));
  expect(told).toEqual([new Error('the look-up failed', { cause: 'out of order' }), []]);
});

describe('a resolver that answers twice', () => {
  const ERROR = new Error('late');

  test('is taken at its first word, and ends no later look-up of the same name', () => {
    const answers: Parameters<ResolveHost>[2][] = [];
    const lookup = fairLookup(new FakeClock(), (_hostname, _options, callback) => void answers.push(callback));
    const told: unknown[] = [];
    const ask = (): void => lookup('a.test', { all: true }, (error, addresses) => void told.push(error ?? addresses));
    ask();
    answers[0]?.(null, ADDRESS);
    ask();
    answers[0]?.(ERROR, []);
    expect(told).toEqual([ADDRESS]);
    answers[1]?.(null, ADDRESS);
    expect(told).toEqual([ADDRESS, ADDRESS]);
  });

  test('by throwing what became of its answer, too', () => {
    const lookup = fairLookup(new FakeClock(), (_hostname, _options, callback) => {
      callback(null, ADDRESS);
      throw ERROR;
    });
    const told: unknown[] = [];
    lookup('a.test', { all: true }, (error, addresses) => void told.push(error ?? addresses));
    expect(told).toEqual([ADDRESS]);
  });
});

test('a resolver that throws is told to whoever asked, and holds nobody up', () => {
  const lookup = fairLookup(new FakeClock(), () => {
    throw new TypeError('not a name');
  });
  const told: unknown[] = [];
  for (let turn = 1; turn <= 2; turn += 1) lookup('\0', { all: true }, (error) => told.push(error?.message));
  expect(told).toEqual(['not a name', 'not a name']);
});
