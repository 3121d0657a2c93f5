import { FakeClock, ScriptedTransport } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import { ALL_OPERATIONS, exchangeOf, makeClient, switchErrorOf } from './client.test.fixture.ts';
import { noAuthorisation } from './authorisation.ts';
import { toAnswerError } from './answer-error.ts';
import { leavesDoubt, mayRepeat, purposeOf, type RequestKind } from './request-kind.ts';

const LOST = { kind: 'lost', reason: 'ECONNRESET' } as const;
const now = new Date('2026-01-05T09:00:00.000Z');

describe.each(ALL_OPERATIONS)('a question within %s changes nothing', (operation) => {
  test('so it is repeated after any failure of the line or the server', async () => {
    const clock = new FakeClock();
    const transport = new ScriptedTransport(clock).fail(LOST).answer({ status: 502 }).answer({ body: 'done' });
    const result = makeClient({ transport, clock }).send(exchangeOf(operation, { kind: 'question' }));
    await clock.advance(10_000);
    expect(await result).toBe('done');
  });

  test.each([
    [LOST, 'UPSTREAM_FAILED'],
    [{ kind: 'timed_out' }, 'TIMED_OUT'],
    [{ kind: 'aborted' }, 'ABORTED'],
    [{ kind: 'too_large' }, 'CONTRACT_VIOLATED'],
  ] as const)('and when it fails for good, %j, the effect is none', async (fault, code) => {
    const clock = new FakeClock();
    const transport = new ScriptedTransport(clock).fail(fault, { sent: true });
    const client = makeClient({ transport, clock, retry: { attempts: 1 } });
    const failure = await switchErrorOf(client.send(exchangeOf(operation, { kind: 'question' })));
    expect(failure).toMatchObject({ code, effect: 'none' });
  });

  test.each([302, 500, 502, 504])('nor does HTTP %d leave doubt', (status) => {
    const answer = { status, headers: {}, body: '' };
    const asked = {
      operation,
      kind: 'question',
      answer,
      fromService: false,
      path: '/',
      authorisation: noAuthorisation,
      now,
    } as const;
    expect(toAnswerError(asked).code).not.toBe('OUTCOME_UNKNOWN');
  });
});

describe.each(ALL_OPERATIONS)('a command within %s acts on whatever is there', (operation) => {
  test('so it is not repeated once it may have been carried out', async () => {
    const clock = new FakeClock();
    const transport = new ScriptedTransport(clock).fail(LOST);
    const failure = switchErrorOf(makeClient({ transport, clock }).send(exchangeOf(operation, { kind: 'command' })));
    await clock.advance(10_000);
    expect(await failure).toMatchObject({ effect: 'unknown' });
    expect(transport.requests).toHaveLength(1);
  });

  test('but is when nothing was sent', async () => {
    const clock = new FakeClock();
    const transport = new ScriptedTransport(clock).fail({ kind: 'connect', reason: 'refused' }).answer({ body: 'done' });
    const result = makeClient({ transport, clock }).send(exchangeOf(operation, { kind: 'command' }));
    await clock.advance(10_000);
    expect(await result).toBe('done');
  });
});

test.each<[RequestKind | undefined, boolean, boolean]>([
  [undefined, true, false],
  ['question', true, false],
  ['command', false, false],
])('hanging up as %s: repeated %s, in doubt %s', (kind, repeated, doubt) => {
  expect([mayRepeat('hangupCall', kind), leavesDoubt('hangupCall', kind)]).toEqual([repeated, doubt]);
});

test.each<[RequestKind | undefined, boolean, boolean]>([
  [undefined, false, true],
  ['question', true, false],
  ['command', false, true],
])('a dial as %s: repeated %s, in doubt %s', (kind, repeated, doubt) => {
  expect([mayRepeat('makeCall', kind), leavesDoubt('makeCall', kind)]).toEqual([repeated, doubt]);
});

describe('what a request is sent for', () => {
  test.each(ALL_OPERATIONS)(
    '%s: only what may be repeated tries an origin out, and only a question is never refused',
    (operation) => {
      const own = { connect: 'check', makeCall: 'once', transferCall: 'once' }[operation as string] ?? 'repeatable';
      expect(purposeOf(operation, undefined)).toBe(own);
      expect(purposeOf(operation, 'question')).toBe(operation === 'connect' ? 'check' : 'repeatable');
      expect(purposeOf(operation, 'command')).toBe('once');
    },
  );
});
