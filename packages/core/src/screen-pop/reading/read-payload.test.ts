import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aDelivery, type DeliveryParts } from '../verification/deliveries.test.fixture.ts';
import { type PayloadReading, readPayload, readPayloadKind } from './read-payload.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

const read = (parts: DeliveryParts, omit?: readonly string[]): PayloadReading =>
  readPayload(aDelivery(parts), omit === undefined ? {} : { omit });
const readJson = (body: Uint8Array | string): PayloadReading => read({ body });
const malformed = (problem: string): PayloadReading => ({ malformed: problem }) as PayloadReading;
const nested = (depth: number): string => `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`;

describe('what a payload comes in', () => {
  test.each([
    ['application/json', 'json'],
    ['Application/JSON', 'json'],
    ['application/json; charset=utf-8', 'json'],
    ['application/json;charset="UTF-8"', 'json'],
    ['application/json ; x=1 ; charset = utf8', 'json'],
    ['application/cloudevents+json', 'json'],
    ['application/x-www-form-urlencoded', 'form'],
    ['application/x-www-form-urlencoded; charset=UTF-8', 'form'],
    ['application/json; charset=iso-8859-1', 'charset_unsupported'],
    ['application/json; charset=utf-8; charset=utf-16', 'charset_unsupported'],
    ['application/x-www-form-urlencoded; charset=latin1', 'charset_unsupported'],
    ['application/json; charset', 'charset_unsupported'],
    ['text/plain', 'content_type_unsupported'],
    ['text/json', 'content_type_unsupported'],
    ['application/jsonp', 'content_type_unsupported'],
    ['application/+json', 'content_type_unsupported'],
    ['multipart/form-data; boundary=x', 'content_type_unsupported'],
    ['application/json, application/json', 'content_type_unsupported'],
    ['; application/json', 'content_type_unsupported'],
    ['', 'content_type_unsupported'],
  ])('by the content type %j: %s', (type, kind) => {
    expect(readPayloadKind(aDelivery({ headers: { 'content-type': type } }))).toBe(kind);
    if (kind.endsWith('unsupported')) expect(read({ headers: { 'content-type': type }, body: '{}' })).toEqual(malformed(kind));
  });

  test('is the query of a GET, whatever its content type', () => {
    const get = { method: 'GET', query: 'phone=1', body: '{"phone":"2"}' };
    expect(readPayloadKind(aDelivery(get))).toBe('query');
    expect(read(get)).toEqual({ payload: { phone: '1' } });
    expect(read({ ...get, method: 'POST' })).toEqual({ payload: { phone: '2' } });
  });
});

describe('JSON', () => {
  test.each([
    ['{"call_id":"300000000115271","agent":{"extension":"1001"},"tags":["a",null,true,1.5]}'],
    ['{}'],
    [' \r\n\t{"name":"Zoë 😀 \u2028"} '],
  ])('%j is read', (body) => expect(readJson(body)).toEqual({ payload: JSON.parse(body) }));

  test('may begin with a byte order mark', () => expect(readJson('\ufeff{"a":1}')).toEqual({ payload: { a: 1 } }));

  test.each([
    ['', 'not_json'],
    ['{', 'not_json'],
    ["{'a':1}", 'not_json'],
    ['{"a":1}}', 'not_json'],
    ['{"a":NaN}', 'not_json'],
    ['a=1', 'not_json'],
    ['\ufeff\ufeff{}', 'not_json'],
    ['[]', 'not_an_object'],
    ['[{"a":1}]', 'not_an_object'],
    ['null', 'not_an_object'],
    ['"text"', 'not_an_object'],
    ['7', 'not_an_object'],
  ])('%j is not: %s', (body, problem) => expect(readJson(body)).toEqual(malformed(problem)));

  test.each([
    ['a lone byte', [0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]],
    ['an overlong slash', [0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d]],
    ['a surrogate', [0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d]],
    ['a character that is cut off', [0x7b, 0x7d, 0xe2, 0x82]],
    ['UTF-16', [...Buffer.from('\ufeff{}', 'utf16le')]],
  ])('of bytes that are no UTF-8 is not read: %s', (_what, bytes) =>
    expect(readJson(Uint8Array.from(bytes))).toEqual(malformed('not_utf8')),
  );

  test('may be 32 levels deep, and no deeper', () => {
    expect(readJson(nested(32))).toEqual({ payload: JSON.parse(nested(32)) });
    expect(readJson(nested(33))).toEqual(malformed('too_deep'));
    expect(readJson(`{"a":${'['.repeat(31)}${']'.repeat(31)}}`)).toHaveProperty('payload');
    expect(readJson(`{"a":${'['.repeat(32)}${']'.repeat(32)}}`)).toEqual(malformed('too_deep'));
  });

  test.each([
    ['64 KB of [', '['.repeat(65_536), 'not_json'],
    ['64 KB of [ that are closed', `{"a":${'['.repeat(32_000)}${']'.repeat(32_000)}}`, 'too_deep'],
    ['64 KB of {', '{"a":'.repeat(13_000), 'not_json'],
    ['64 KB of { that are closed', nested(10_000), 'too_deep'],
    ['a million [', `{"a":${'['.repeat(500_000)}${']'.repeat(500_000)}}`, 'too_deep'],
    ['many elements', `{"a":[${'1,'.repeat(30_000)}1]}`, 'too_many_members'],
  ])('%s costs no stack', (_what, body, problem) => expect(readJson(body)).toEqual(malformed(problem)));

  test('may have 2,000 members at all its levels together, and no more', () => {
    const many = (count: number): string => JSON.stringify({ a: Array.from({ length: count - 1 }, () => 1) });
    expect(readJson(many(2000))).toHaveProperty('payload');
    expect(readJson(many(2001))).toEqual(malformed('too_many_members'));
  });

  test('goes on without members that pollute prototypes, at any level and however they are written', () => {
    const body =
      '{"__proto__":{"polluted":1},"a":[{"constructor":{"prototype":{"polluted":1}},"b":1,"\\u005f_proto__":1}],"prototype":2,"c":3}';
    const reading = readJson(body);
    expect(JSON.stringify(reading)).toBe('{"payload":{"a":[{"b":1}],"c":3}}');
    const payload = 'payload' in reading ? reading.payload : {};
    expect(Object.getPrototypeOf(payload)).toBe(Object.prototype);
    expect(Object.assign({}, payload)).not.toHaveProperty('polluted');
    expect({}).not.toHaveProperty('polluted');
  });

  test('has null for a number that is too large, as it would be written', () =>
    expect(readJson('{"a":1e999,"b":[-1e999,1e308]}')).toEqual({ payload: { a: null, b: [null, 1e308] } }));

  test('of two members of one name has the last', () => expect(readJson('{"a":1,"a":2}')).toEqual({ payload: { a: 2 } }));
});

describe.each([
  ['a form', (text: string, omit?: readonly string[]) => read({ headers: FORM, body: text }, omit)],
  ['a query', (text: string, omit?: readonly string[]) => read({ method: 'GET', query: text }, omit)],
])('%s', (_what, readFields) => {
  test.each([
    ['phone=%2B15550001111&agent=1001', { phone: '+15550001111', agent: '1001' }],
    ['name=Zo%C3%AB+Q&empty=&bare', { name: 'Zoë Q', empty: '', bare: '' }],
    ['call.ani=1&call[dnis]=2', { 'call.ani': '1', 'call[dnis]': '2' }],
    ['', {}],
    ['&&', {}],
    // In another encoding: the name suffers, the pop does not.
    ['name=Jos%E9&phone=1', { name: 'Jos\ufffd', phone: '1' }],
    ['a=%&b=%zz', { a: '%', b: '%zz' }],
  ])('%j is read', (text, payload) => expect(readFields(text)).toEqual({ payload }));

  test('of several fields of one name has the first', () =>
    expect(readFields('phone=1&phone=2&phone=')).toEqual({ payload: { phone: '1' } }));

  test('sets nobody’s prototype', () => {
    const reading = readFields('__proto__=1&constructor=2&prototype=3&toString=4');
    expect(reading).toEqual({ payload: { toString: '4' } });
    expect('payload' in reading && Object.getPrototypeOf(reading.payload)).toBe(Object.prototype);
  });

  test('may have 200 fields, and no more', () => {
    const fields = (count: number): string => Array.from({ length: count }, (_, index) => `f${index}=1`).join('&');
    expect(readFields(fields(200))).toHaveProperty('payload.f199', '1');
    expect(readFields(fields(201))).toEqual(malformed('too_many_fields'));
    expect(readFields('a&'.repeat(500_000))).toEqual(malformed('too_many_fields'));
  });

  test('leaves out what must not travel on, every time and however it is written', () => {
    const text = 'token=s3cret&phone=1&%74oken=s3cret&to%6ben=s3cret';
    const reading = readFields(text, ['token']);
    expect(reading).toEqual({ payload: { phone: '1' } });
    expect(JSON.stringify(reading)).not.toContain('s3cret');
  });
});

test('a form of bytes that are no UTF-8 is not read', () =>
  expect(read({ headers: FORM, body: Buffer.from('name=Jos\xe9', 'latin1') })).toEqual(malformed('not_utf8')));

test('JSON too leaves out what must not travel on', () =>
  expect(read({ body: '{"token":"s3cret","a":{"token":"its own"}}' }, ['token'])).toEqual({
    payload: { a: { token: 'its own' } },
  }));

describe('whatever arrives', () => {
  const types = ['application/json', 'application/x-www-form-urlencoded', 'application/json; charset=utf-8', 'text/html'];
  const anyHeader = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...types) }, { weight: 1, arbitrary: fc.string() });
  const likelyJson = fc.json({ maxDepth: 6 }).map((text) => Buffer.from(text.replaceAll('"a"', '"__proto__"')));
  const anyBody = fc.oneof(
    fc.uint8Array({ maxLength: 500 }),
    likelyJson,
    fc.webQueryParameters().map((text) => Buffer.from(text)),
  );

  test('nothing is thrown, and what is read is plain JSON without anything that pollutes', () => {
    let readings = 0;
    const property = fc.property(
      fc.constantFrom('POST', 'GET', 'PUT', ''),
      anyHeader,
      fc.string({ unit: 'binary' }),
      anyBody,
      (method, type, query, body) => {
        const reading = read({ method, query, headers: { 'content-type': type }, body });
        if ('malformed' in reading) return;
        readings += 1;
        const text = JSON.stringify(reading.payload);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(structuredClone(reading.payload))));
        expect(text).not.toMatch(/"(?:__proto__|constructor|prototype)":/);
        expect(Object.getPrototypeOf(reading.payload)).toBe(Object.prototype);
      },
    );
    fc.assert(property, { numRuns: 2000, seed: 20261123 });
    expect(readings).toBeGreaterThan(300);
    expect({}).not.toHaveProperty('polluted');
  });

  test('JSON objects come through as any JSON parser reads them', () => {
    const harmless = fc.dictionary(fc.stringMatching(/^[a-z ]{1,8}$/), fc.jsonValue({ maxDepth: 4 }));
    const isHarmless = (text: string): boolean => !/"(?:__proto__|constructor|prototype)":/.test(text);
    fc.assert(
      fc.property(harmless, (value) => {
        const text = JSON.stringify(value);
        fc.pre(isHarmless(text));
        expect(readJson(text)).toEqual({ payload: JSON.parse(text) });
      }),
      { seed: 20261123 },
    );
  });
});
