import { propagation, ROOT_CONTEXT, type TextMapPropagator } from '@opentelemetry/api';
import { describe, expect, test } from 'vitest';
import { exchangeOf } from './client.test.fixture.ts';
import type { HttpExchange } from './http-client.ts';
import type { TransportRequest } from './http-transport.ts';
import { OutgoingExchange } from './outgoing-exchange.ts';

const ALWAYS = { accept: 'application/json', 'user-agent': 'elasticfunnels-phone-switch' };

const shared = (): URL => new URL('https://switch.test/api/calls?v=2');
const requestOf = (more: Partial<HttpExchange<string>>, url = shared()): TransportRequest =>
  new OutgoingExchange({ ...exchangeOf('makeCall'), ...more }, url).toTransportRequest(5_000);

describe('the headers of a request', () => {
  test('ask for JSON and say who asks, and of what type a body is', () => {
    expect(requestOf({}).headers).toEqual({ ...ALWAYS, 'content-type': 'application/json' });
    const { json: _json, ...bare } = exchangeOf('connect');
    expect(new OutgoingExchange(bare, shared()).toTransportRequest(1).headers).toEqual(ALWAYS);
  });

  test('are the driver’s own: none that it left undefined, and none that its object inherited', () => {
    const headers: Record<string, string> = Object.create({ 'x-inherited': 'from whoever changed a prototype' });
    headers['X-Given'] = 'given';
    Reflect.set(headers, 'x-undefined', undefined);
    expect(requestOf({ headers }).headers).toStrictEqual({ ...ALWAYS, 'content-type': 'application/json', 'x-given': 'given' });
  });

  test('carry the trace that the process is in', () => {
    const propagator: TextMapPropagator = {
      inject: (_active, carrier, setter) => setter.set(carrier, 'traceparent', '00-trace-span-01'),
      extract: () => ROOT_CONTEXT,
      fields: () => ['traceparent'],
    };
    propagation.setGlobalPropagator(propagator);
    const { headers } = requestOf({});
    propagation.disable();
    expect(headers).toMatchObject({ traceparent: '00-trace-span-01' });
  });
});

describe('the URL that all requests to a path share', () => {
  test('is passed on as it is where nothing is added', () => {
    const url = shared();
    expect(requestOf({}, url).url).toBe(url);
  });

  test('is never changed: what one request adds, such as credentials, is in no other', () => {
    const url = shared();
    const outgoing = new OutgoingExchange(exchangeOf('makeCall', { query: { who: 'me' } }), url);
    outgoing.url.searchParams.set('key', 's3cret');
    expect(outgoing.toTransportRequest(5_000).url.href).toBe('https://switch.test/api/calls?v=2&who=me&key=s3cret');
    expect(url.href).toBe(shared().href);
  });

  test('is copied once: whoever keeps the copy changes what is sent', () => {
    const outgoing = new OutgoingExchange(exchangeOf('makeCall'), shared());
    const { url } = outgoing;
    expect(outgoing.url).toBe(url);
    expect(outgoing.toTransportRequest(5_000).url).toBe(url);
  });
});
