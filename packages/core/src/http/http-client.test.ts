import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { FakeClock, RecordingLogger, ScriptedTransport } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import { Secret } from '../config/secret.ts';
import { SwitchError } from '../errors/switch-error.ts';
import { bearer, queryCredentials } from './authorisation.ts';
import { exchangeOf, makeClient, switchErrorOf } from './client.test.fixture.ts';

const REFUSED = { kind: 'connect', reason: 'refused' } as const;

describe('every try of one intent', () => {
  test('carries the same Idempotency-Key, correlation id and body', async () => {
    const clock = new FakeClock();
    const transport = new ScriptedTransport(clock).fail(REFUSED).fail(REFUSED).answer({});
    const exchange = exchangeOf('makeCall', {
      headers: { 'Idempotency-Key': 'intent-1' },
      options: { correlationId: 'correlation-1' },
      json: { destination: '1', campaign: undefined },
    });
    const sent = makeClient({ transport, clock }).send(exchange);
    await clock.advance(10_000);
    await sent;
    expect(transport.requests).toHaveLength(3);
    for (const { headers, body } of transport.requests) {
      expect(headers).toMatchObject({ 'idempotency-key': 'intent-1', 'x-correlation-id': 'correlation-1' });
      expect(body).toBe('{"destination":"1"}');
    }
  });

  test('is authorised anew, as a token may have expired meanwhile', async () => {
    const clock = new FakeClock();
    const transport = new ScriptedTransport(clock).fail(REFUSED).answer({});
    const tokens = ['first', 'second'];
    const authorisation = {
      scheme: 'Bearer',
      authorise: ({ headers }: { headers: Record<string, string> }) => {
        headers['authorization'] = `Bearer ${tokens.shift()}`;
      },
      redact: (text: string) => text,
    };
    const sent = makeClient({ transport, clock, authorisation }).send(exchangeOf('makeCall'));
    await clock.advance(10_000);
    await sent;
    expect(transport.requests.map(({ headers }) => headers['authorization'])).toEqual(['Bearer first', 'Bearer second']);
  });
});

describe('a request', () => {
  test('goes below the base URL, whose path prefix survives, with its query', async () => {
    const clock = new FakeClock();
    const transport = new ScriptedTransport(clock).answer({});
    const client = makeClient({ transport, clock, baseUrl: 'https://switch.test/tenant/api/' });
    await client.send(exchangeOf('connect', { path: '/calls/make?v=2', query: { who: 'a b&c' } }));
    expect(transport.requests[0]?.url.href).toBe('https://switch.test/tenant/api/calls/make?v=2&who=a+b%26c');
  });

  test('has each header once, whatever the case that a driver writes it in', async () => {
    const clock = new FakeClock();
    const transport = new ScriptedTransport(clock).answer({});
    const authorisation = bearer(new Secret('the-key'));
    await makeClient({ transport, clock, authorisation }).send(
      exchangeOf('connect', { headers: { Accept: 'text/plain', Authorization: 'forged' } }),
    );
    expect(transport.requests[0]?.headers).toMatchObject({ accept: 'text/plain', authorization: 'Bearer the-key' });
    expect(Object.keys(transport.requests[0]?.headers ?? {}).filter((name) => name !== name.toLowerCase())).toEqual([]);
  });

  test('may be form-encoded, and has no content type without a body', async () => {
    const clock = new FakeClock();
    const transport = new ScriptedTransport(clock).answer({}).answer({});
    const client = makeClient({ transport, clock });
    const bare = { operation: 'connect', path: '/calls', read: () => 'done' } as const;
    await client.send({ ...bare, method: 'POST', form: { a: '1 2', b: '&' } });
    await client.send({ ...bare, method: 'GET' });
    const [form, none] = transport.requests;
    expect(form).toMatchObject({ body: 'a=1+2&b=%26', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    expect(none).not.toHaveProperty('body');
    expect(none?.headers).not.toHaveProperty('content-type');
  });
});

describe('a request that cannot be made', () => {
  test.each([
    '@evil.test/calls',
    '.evil.test/calls',
    ':8443/calls',
    'calls',
    '//../../admin',
    '/../admin',
    '/%2e%2e/admin',
    '/..\\admin',
  ])('because its path leads elsewhere, %s: nothing is sent, and the credentials stay here', async (path) => {
    const clock = new FakeClock();
    const transport = new ScriptedTransport(clock);
    const failure = await switchErrorOf(makeClient({ transport, clock }).send(exchangeOf('makeCall', { path })));
    expect(failure).toMatchObject({ code: 'INTERNAL', effect: 'none' });
    expect(transport.requests).toEqual([]);
  });

  test('because its authorisation fails: effect none, also for a dial', async () => {
    const clock = new FakeClock();
    const transport = new ScriptedTransport(clock);
    const failWith = (error: Error): Promise<SwitchError> => {
      const authorisation = { scheme: 'token', authorise: () => Promise.reject(error), redact: (text: string) => text };
      return switchErrorOf(makeClient({ transport, clock, authorisation }).send(exchangeOf('makeCall')));
    };
    expect(await failWith(new Error('no token'))).toMatchObject({ code: 'INTERNAL', effect: 'none' });
    expect(await failWith(new SwitchError('OUTCOME_UNKNOWN', { reason: 'timed_out' }))).toMatchObject({ effect: 'none' });
    expect(transport.requests).toEqual([]);
  });

  test('because its body has no JSON: effect none', async () => {
    const clock = new FakeClock();
    const transport = new ScriptedTransport(clock);
    const failure = await switchErrorOf(makeClient({ transport, clock }).send(exchangeOf('makeCall', { json: { id: 1n } })));
    expect(failure).toMatchObject({ code: 'INTERNAL', effect: 'none' });
  });
});

describe('what is told of requests', () => {
  test('no secret, no body and no query is in any log line', async () => {
    const clock = new FakeClock();
    const logger = new RecordingLogger();
    const transport = new ScriptedTransport(clock).fail(REFUSED).answer({ body: 'answer-body' });
    const authorisation = queryCredentials({ user: 'someone' }, { pass: new Secret('pass-word') });
    const exchange = exchangeOf('makeCall', { json: { destination: '+15550004567' }, query: { phone: '+15550009999' } });
    const sent = makeClient({ transport, clock, logger, authorisation }).send(exchange);
    await clock.advance(10_000);
    await sent;
    expect(logger.entries.map(({ message }) => message)).toEqual([
      'request to the switch',
      'request failed and is repeated',
      'request to the switch',
    ]);
    expect(logger.entries[0]?.fields).toMatchObject({
      url: 'https://switch.test/api/calls',
      method: 'POST',
      operation: 'makeCall',
    });
    for (const hidden of ['pass-word', '5550004567', '5550009999', 'answer-body', 'someone'])
      expect(logger.text()).not.toContain(hidden);
    expect(transport.requests[0]?.url.search).toContain('pass-word');
  });

  test('subscribers of phone-switch.retry learn of each try that is repeated', async () => {
    const events: unknown[] = [];
    const record = (event: unknown): void => void events.push(event);
    subscribe('phone-switch.retry', record);
    const clock = new FakeClock();
    const transport = new ScriptedTransport(clock).fail(REFUSED).answer({});
    const sent = makeClient({ transport, clock }).send(exchangeOf('makeCall'));
    await clock.advance(10_000);
    await sent;
    unsubscribe('phone-switch.retry', record);
    expect(events).toEqual([{ operation: 'makeCall', attempt: 1, code: 'UNREACHABLE', delayMs: 200 }]);
  });
});
