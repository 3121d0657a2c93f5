import { FakeClock, RecordingLogger } from '@elasticfunnels/switch-core/testing';
import { describe, expect, it } from 'vitest';
import { loadPhoneNumberReader } from '../../call/load-phone-number-reader.ts';
import type { PhoneNumber } from '../../call/phone-number.ts';
import { SwitchError } from '../../errors/switch-error.ts';
import { systemClock } from '../../runtime/clock.ts';
import { parseBrandId } from '../../switch/request-schemas.ts';
import type { Customer, CustomerDirectory, CustomerMatch, CustomerQuery } from './customer-directory.ts';
import { LOOK_UP_DEADLINE_MS, lookUpCustomer } from './look-up-customer.ts';

const ACME = parseBrandId('acme');
const ANN: Customer = { id: 'c-1', displayName: 'Ann Example', attributes: { tier: 'gold' } };
const BOB: Customer = { id: 'c-2' };
const read = await loadPhoneNumberReader();
const WASHINGTON = read('+12025550123', {});

/** A directory that answers by tier, and keeps what it was asked. */
function scripted(answers: Partial<Record<CustomerQuery['tier'], unknown>>): {
  readonly directory: CustomerDirectory;
  readonly asked: CustomerQuery[];
  readonly signals: AbortSignal[];
} {
  const asked: CustomerQuery[] = [];
  const signals: AbortSignal[] = [];
  const find = (_brand: string, query: CustomerQuery, { signal }: { readonly signal: AbortSignal }): unknown => {
    asked.push(query);
    signals.push(signal);
    const answer = query.tier in answers ? answers[query.tier] : [];
    return typeof answer === 'function' ? answer() : Promise.resolve(answer);
  };
  return { directory: { find } as CustomerDirectory, asked, signals };
}

function lookUp(number: PhoneNumber, directory: CustomerDirectory): Promise<CustomerMatch> {
  return lookUpCustomer({ directory, brandId: ACME, number, clock: new FakeClock() });
}

describe('the tiers', () => {
  it.each([
    [{ e164: [ANN], national: [BOB] }, 'e164', 1],
    [{ national: [ANN], suffix: [BOB] }, 'national', 2],
    [{ suffix: [ANN] }, 'suffix', 3],
  ])('of %j the surest that finds anybody is %s, and no further one is asked', async (answers, confidence, count) => {
    const { directory, asked } = scripted(answers);
    expect(await lookUp(WASHINGTON, directory)).toStrictEqual({ status: 'found', confidence, customer: ANN });
    expect(asked).toHaveLength(count);
  });

  it.each([
    [
      '+12025550123',
      {},
      [
        { tier: 'e164', e164: '+12025550123' },
        { tier: 'national', national: '2025550123', region: 'US' },
        { tier: 'suffix', digits: '2025550123' },
      ],
    ],
    [
      '06 1234 5678',
      { defaultRegion: 'IT' },
      [
        { tier: 'e164', e164: '+390612345678' },
        { tier: 'national', national: '0612345678', region: 'IT' },
        { tier: 'suffix', digits: '612345678' },
      ],
    ],
    [
      '+54 9 11 2345-6789',
      {},
      [
        { tier: 'e164', e164: '+5491123456789' },
        { tier: 'national', national: '91123456789', region: 'AR' },
        { tier: 'suffix', digits: '23456789' },
      ],
    ],
    [
      '+80012345678',
      {},
      [
        { tier: 'e164', e164: '+80012345678' },
        { tier: 'national', national: '12345678' },
        { tier: 'suffix', digits: '12345678' },
      ],
    ],
    [
      '+6834002',
      {},
      [
        { tier: 'e164', e164: '+6834002' },
        { tier: 'national', national: '4002', region: 'NU' },
      ],
    ],
    [
      '02079460958',
      {},
      [
        { tier: 'national', national: '02079460958' },
        { tier: 'suffix', digits: '2079460958' },
      ],
    ],
    [
      '555-0123',
      {},
      [
        { tier: 'national', national: '5550123' },
        { tier: 'suffix', digits: '5550123' },
      ],
    ],
  ])('%s by %j: all that is asked when nobody has it', async (raw, plan, queries) => {
    const { directory, asked } = scripted({});
    expect(await lookUp(read(raw, plan), directory)).toStrictEqual({ status: 'none', reason: 'no_customer' });
    expect(asked).toStrictEqual(queries);
  });

  it('several customers come back all, each once, and none is picked', async () => {
    const { directory, asked } = scripted({ national: [ANN, BOB, { ...ANN }, BOB], suffix: [ANN] });
    const match = await lookUp(WASHINGTON, directory);
    expect(match).toStrictEqual({ status: 'ambiguous', confidence: 'national', candidates: [ANN, BOB] });
    expect(asked).toHaveLength(2);
  });

  it('the same customer several times over is one', async () => {
    const { directory } = scripted({ e164: Array.from({ length: 50 }, () => ({ ...ANN })) });
    expect(await lookUp(WASHINGTON, directory)).toMatchObject({ status: 'found', customer: ANN });
  });

  it('a directory that gives half of its customers gives the first twenty', async () => {
    const { directory } = scripted({ suffix: Array.from({ length: 5_000 }, (_, index) => ({ id: `c-${index}` })) });
    const match = await lookUp(WASHINGTON, directory);
    expect(match.status === 'ambiguous' && match.candidates.map(({ id }) => id)).toHaveLength(20);
  });

  it('what a row has beside a customer stays behind, and null is absent', async () => {
    const row = { id: 'c-1', displayName: null, attributes: null, passwordHash: 'x', phone: '+12025550123' };
    expect(await lookUp(WASHINGTON, scripted({ e164: [row] }).directory)).toStrictEqual({
      status: 'found',
      confidence: 'e164',
      customer: { id: 'c-1' },
    });
  });

  it.each([
    ['anonymous', 'anonymous', {}],
    ['{{ani}}', 'anonymous', {}],
    ['1001', 'not_a_number', { extensionDigits: { min: 4, max: 4 } }],
    ['911', 'not_a_number', { defaultRegion: 'US' }],
    ['sip:alice@example.com', 'not_a_number', {}],
    ['+999123456789', 'not_a_number', {}],
  ])('about %s the directory is not asked: %s', async (raw, reason, plan) => {
    const { directory, asked } = scripted({ e164: [ANN], national: [ANN], suffix: [ANN] });
    expect(await lookUp(read(raw, plan), directory)).toStrictEqual({ status: 'none', reason });
    expect(asked).toEqual([]);
  });
});

describe('a directory that does not answer is unavailable', () => {
  const fail = (error: unknown) => (): never => {
    throw error;
  };
  it.each([
    ['throws', fail(new Error('no connection'))],
    ['throws what is no error', fail('no connection')],
    ['throws nothing', fail(undefined)],
    ['rejects', () => Promise.reject(new Error('no connection'))],
    ['gives nothing', () => undefined],
    ['gives null', () => null],
    ['gives one customer and no list', ANN],
    ['gives ids', ['c-1']],
    ['gives ids that are numbers', [{ id: 7 }]],
    ['gives an empty id', [{ id: '' }]],
    ['gives a name that is none', [{ id: 'c-1', displayName: { first: 'Ann' } }]],
    ['gives attributes that are no texts', [{ id: 'c-1', attributes: { orders: 7 } }]],
    ['gives null among customers', [ANN, null]],
    ['gives a row whose reading throws', () => [Object.defineProperty({}, 'id', { get: fail(new Error('lazy row')) })]],
  ])('when it %s', async (_what, answer) => {
    const logger = new RecordingLogger();
    const clock = new FakeClock();
    for (const answers of [{ e164: answer }, { national: answer }, { suffix: answer }]) {
      const { directory } = scripted(answers);
      const match = await lookUpCustomer({ directory, brandId: ACME, number: WASHINGTON, clock, logger });
      expect(match).toStrictEqual({ status: 'unavailable' });
    }
    expect(logger.at('warn')).toHaveLength(3);
    expect(logger.at('warn')[0]?.fields).toMatchObject({ brand: 'acme', reason: 'failed' });
    expect(clock.pendingTimers).toBe(0);
  });

  it('or is no directory', async () => {
    const directory: CustomerDirectory = Object.create(null);
    expect(await lookUp(WASHINGTON, directory)).toStrictEqual({ status: 'unavailable' });
  });

  it('and what it says about it is logged without a number', async () => {
    const logger = new RecordingLogger();
    const { directory } = scripted({ e164: fail(new Error('no row for +12025550123, 2025550123 or 442079460958')) });
    await lookUpCustomer({ directory, brandId: ACME, number: WASHINGTON, clock: new FakeClock(), logger });
    expect(logger.text()).toContain('no row for +1•••••0123');
    expect(logger.text()).not.toMatch(/202555|207946/);
  });

  it('and an error of ours tells its code', async () => {
    const logger = new RecordingLogger();
    const { directory } = scripted({ e164: fail(new SwitchError('CLOSED', {})) });
    await lookUpCustomer({ directory, brandId: ACME, number: WASHINGTON, clock: new FakeClock(), logger });
    expect(logger.at('warn')[0]?.fields).toMatchObject({ error: { code: 'CLOSED' } });
  });
});

describe('the deadline', () => {
  it('is one for all tiers: the directory is told to stop, and an answer after it changes nothing', async () => {
    const clock = new FakeClock();
    const logger = new RecordingLogger();
    const slow = (): Promise<Customer[]> =>
      new Promise((resolve) => {
        clock.setTimer(LOOK_UP_DEADLINE_MS - 600, () => resolve([]));
      });
    const { directory, asked, signals } = scripted({ e164: slow, national: slow, suffix: [ANN] });
    const matching = lookUpCustomer({ directory, brandId: ACME, number: WASHINGTON, clock, logger });
    await clock.advance(LOOK_UP_DEADLINE_MS - 1);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
    await clock.advance(1);
    expect(await matching).toStrictEqual({ status: 'unavailable' });
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
    await clock.advance(10_000);
    expect(asked.map(({ tier }) => tier)).toEqual(['e164', 'national']);
    expect(logger.entries.map(({ fields }) => fields)).toEqual([{ brand: 'acme', reason: 'timed_out', deadlineMs: 1_500 }]);
  });

  it('ends a directory that hangs for ever, also one that then rejects', async () => {
    const clock = new FakeClock();
    const logger = new RecordingLogger();
    const directory: CustomerDirectory = {
      find: (_brand, _query, { signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('given up')))),
    };
    const matching = lookUpCustomer({ directory, brandId: ACME, number: WASHINGTON, clock, logger, deadlineMs: 50 });
    await clock.advance(50);
    expect(await matching).toStrictEqual({ status: 'unavailable' });
    await clock.advance(1_000);
    expect(logger.entries).toHaveLength(1);
  });

  it.each(['before', 'meanwhile'])('a caller that gives up %s ends it at once', async (when) => {
    const clock = new FakeClock();
    const abort = new AbortController();
    const { directory, signals } = scripted({ e164: () => new Promise(() => {}) });
    if (when === 'before') abort.abort();
    const matching = lookUpCustomer({ directory, brandId: ACME, number: WASHINGTON, clock, signal: abort.signal });
    abort.abort();
    expect(await matching).toStrictEqual({ status: 'unavailable' });
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
    expect(clock.pendingTimers).toBe(0);
  });

  it('leaves no timer behind when the directory answers', async () => {
    const clock = new FakeClock();
    await lookUpCustomer({ directory: scripted({}).directory, brandId: ACME, number: WASHINGTON, clock });
    expect(clock.pendingTimers).toBe(0);
    const match = await lookUpCustomer({
      directory: scripted({ e164: [ANN] }).directory,
      brandId: ACME,
      number: WASHINGTON,
      clock: systemClock,
    });
    expect(match.status).toBe('found');
  });
});
