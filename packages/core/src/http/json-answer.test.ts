import { describe, expect, test } from 'vitest';
import type { HttpAnswer } from './http-transport.ts';
import { nameJsonType, readJsonBody } from './json-answer.ts';

const read = (body: string, type?: string): ReturnType<typeof readJsonBody> =>
  readJsonBody({ status: 200, headers: type === undefined ? {} : { 'content-type': type }, body });

describe('a body is read as a JSON object, whatever content type it claims', () => {
  test.each([
    ['{"success":true}', 'application/json', { success: true }],
    ['{"a":1}', 'text/html', { a: 1 }],
    ['{"a":1}', undefined, { a: 1 }],
    ['\uFEFF {"a":1}\r\n', 'application/json', { a: 1 }],
    ['{}', 'application/json', {}],
    ['{"a":"\uFEFF 1 "}', 'application/json', { a: '\uFEFF 1 ' }],
    [' {"a":"\uFEFF 1 "}', 'application/json', { a: '\uFEFF 1 ' }],
  ])('%j as %s', (body, type, value) => expect(read(body, type)).toEqual({ kind: 'object', value }));

  test('an own __proto__ key changes no prototype', () => {
    const found = read('{"__proto__":{"success":true},"call_id":"1"}');
    expect(found.kind).toBe('object');
    expect(Object.getPrototypeOf(found.kind === 'object' && found.value)).toBe(Object.prototype);
    expect(found.kind === 'object' && found.value['success']).toBeUndefined();
  });
});

test.each(['', ' ', '\r\n\t', '\uFEFF'])('%j is an empty body', (body) => expect(read(body)).toEqual({ kind: 'empty' }));

describe('what is no JSON object is told in words, never in its own', () => {
  test.each([
    ['[1]', undefined, 'JSON, but an array instead of an object'],
    ['null', undefined, 'JSON, but null instead of an object'],
    ['"s3cret"', undefined, 'JSON, but a string instead of an object'],
    ['true', undefined, 'JSON, but a boolean instead of an object'],
    ['7', undefined, 'JSON, but a number instead of an object'],
    ['{"call_id":"1', 'application/json', 'JSON that is cut off or malformed'],
    ["{'a':1}", undefined, 'JSON that is cut off or malformed'],
    ['<!DOCTYPE html><p>s3cret', undefined, 'an HTML page'],
    ['<HTML>', undefined, 'an HTML page'],
    ['\r\n <!doctype html>', undefined, 'an HTML page'],
    ['s3cret <html>', undefined, 'a body that is not JSON'],
    [' [1', undefined, 'JSON that is cut off or malformed'],
    ['s3cret {"a":1}', undefined, 'a body that is not JSON'],
    ['oops', 'text/html; charset=utf-8', 'an HTML page'],
    ['oops', 'text/html ;charset=utf-8', 'an HTML page'],
    ['s3cret', 'text/plain', 'a body of type text/plain that is not JSON'],
    ['s3cret', undefined, 'a body that is not JSON'],
    ['s3cret', 's3cret', 'a body that is not JSON'],
    ['s3cret', 'sk_live/s3cret', 'a body that is not JSON'],
    ['s3cret', 'text/plain s3cret', 'a body that is not JSON'],
  ])('%j as %s', (body, type, found) => {
    expect(read(body, type)).toEqual({ kind: 'other', found });
  });
});

test('a contract violation is reported with the value’s type', () => {
  expect([null, [], {}, 'a', 1, true, undefined].map(nameJsonType)).toEqual([
    'null',
    'an array',
    'an object',
    'a string',
    'a number',
    'a boolean',
    'a undefined',
  ]);
});

describe('a body that is no UTF-8, as the transport has repaired it', () => {
  const repaired = (status: number): HttpAnswer => ({ status, headers: {}, body: '{"call_id":"Z\ufffdrich-7"}', notUtf8: true });

  test.each([200, 201, 202, 299])('in a success (%d) is no JSON: an id in it would be that of no call', (status) => {
    expect(readJsonBody(repaired(status))).toEqual({ kind: 'other', found: 'a body that is not UTF-8' });
  });

  test.each([300, 400, 409, 422, 500])('in a refusal (%d) is read, as its message is only shown', (status) => {
    expect(readJsonBody(repaired(status))).toEqual({ kind: 'object', value: { call_id: 'Z\ufffdrich-7' } });
  });
});
