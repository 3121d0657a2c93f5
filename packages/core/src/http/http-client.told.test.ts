import { FakeClock, RecordingLogger, ScriptedTransport } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import { SwitchError } from '../errors/switch-error.ts';
import { exchangeOf, makeClient, switchErrorOf } from './client.test.fixture.ts';

const REFUSED = { kind: 'connect', reason: 'refused' } as const;

describe('what a driver finds in an answer is told as it is', () => {
  test('the very error that it threw, with the effect that it knows of', async () => {
    const clock = new FakeClock();
    const transport = new ScriptedTransport(clock).answer({});
    const told = new SwitchError('UPSTREAM_FAILED', {}, { effect: 'applied', retryable: false });
    const read = (): never => {
      throw told;
    };
    await expect(makeClient({ transport, clock }).send(exchangeOf('transferCall', { read }))).rejects.toBe(told);
    expect(told.effect).toBe('applied');
  });

  test.each(['makeCall', 'findCall'] as const)('%s: a mistake of its own, which is not repeated', async (operation) => {
    const clock = new FakeClock();
    const transport = new ScriptedTransport(clock).answer({});
    const mistake = new TypeError('read of undefined');
    const read = (): never => {
      throw mistake;
    };
    for (const kind of ['question', 'command'] as const) {
      transport.answer({});
      await expect(makeClient({ transport, clock }).send(exchangeOf(operation, { read, kind }))).rejects.toBe(mistake);
    }
    expect(transport.requests).toHaveLength(2);
  });
});

test('a mistake within the transport is passed on as it is, and not repeated', async () => {
  const clock = new FakeClock();
  const mistake = new TypeError('a mistake');
  const transport = new ScriptedTransport(clock).respond(() => {
    throw mistake;
  });
  await expect(makeClient({ transport, clock }).send(exchangeOf('connect'))).rejects.toBe(mistake);
  expect(transport.requests).toHaveLength(1);
});

test('a request leaves in the turn in which it is asked for, where its authorisation is done at once', async () => {
  const clock = new FakeClock();
  const transport = new ScriptedTransport(clock).answer({ body: 'done' });
  const sent = makeClient({ transport, clock }).send(exchangeOf('makeCall'));
  expect(transport.requests).toHaveLength(1);
  expect(await sent).toBe('done');
});

test('what is given up between two tries says so, and why there was to be another', async () => {
  const clock = new FakeClock();
  const controller = new AbortController();
  const transport = new ScriptedTransport(clock).fail(REFUSED);
  const options = { signal: controller.signal };
  const failure = switchErrorOf(makeClient({ transport, clock }).send(exchangeOf('makeCall', { options })));
  await clock.advance(100);
  controller.abort();
  const { message, cause } = await failure;
  expect(message).toMatch(/between two tries/);
  expect(cause).toMatchObject({ code: 'UNREACHABLE' });
});

test('a failure to authorise keeps its code, and whatever else fails says that nothing was sent', async () => {
  const clock = new FakeClock();
  const transport = new ScriptedTransport(clock);
  const failWith = (error: Error): Promise<SwitchError> => {
    const authorisation = { scheme: 'token', authorise: () => Promise.reject(error), redact: (text: string) => text };
    return switchErrorOf(makeClient({ transport, clock, authorisation }).send(exchangeOf('makeCall')));
  };
  expect(await failWith(new SwitchError('FORBIDDEN', {}, { effect: 'unknown' }))).toMatchObject({
    code: 'FORBIDDEN',
    effect: 'none',
  });
  const mistake = new TypeError('a mistake');
  const failure = await failWith(mistake);
  expect(failure.message).toMatch(/nothing was sent/);
  expect(failure.cause).toBe(mistake);
});

test('log lines say how long a request took, and of one that is repeated which, why and when', async () => {
  const clock = new FakeClock();
  const logger = new RecordingLogger();
  const transport = new ScriptedTransport(clock).fail(REFUSED).hang();
  await clock.advance(1_000);
  const options = { deadlineMs: 5_000 };
  const failure = switchErrorOf(makeClient({ transport, clock, logger }).send(exchangeOf('makeCall', { options })));
  await clock.advance(5_000);
  await failure;
  expect(logger.at('debug').map(({ fields }) => fields)).toMatchObject([{ durationMs: 0 }, { durationMs: 4_800 }]);
  expect(logger.at('warn').map(({ fields }) => fields)).toEqual([
    { operation: 'makeCall', attempt: 1, code: 'UNREACHABLE', delayMs: 200 },
  ]);
});
