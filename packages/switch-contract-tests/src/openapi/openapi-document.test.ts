import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { INTERACTIONS } from '../catalogue/interactions.ts';
import { readCommitted, REGENERATE } from '../consumer/committed.test.fixture.ts';
import { makeDescriptions } from '../contract-files/contract-content.test.fixture.ts';
import { SCHEMA_NAMES, schemaFileOf } from './json-schemas.ts';
import { openApiDocument } from './openapi-document.ts';
import { OPERATION_DESCRIPTIONS } from './operations.ts';
import { SCREEN_POP_EXAMPLE } from './screen-pop-webhook.ts';
import { type SchemaName, WIRE_SCHEMAS } from './wire-schemas.ts';

const examples = OPERATION_DESCRIPTIONS.flatMap(({ operation, request, answers }) => [
  ...(request === undefined ? [] : [{ what: `${operation} request`, name: request.schema, value: request.example }]),
  ...answers.flatMap(({ status, examples: found }) =>
    Object.entries(found).map(([name, value]) => ({ what: `${operation} ${status} ${name}`, name: name as SchemaName, value })),
  ),
]);
const all = [...examples, { what: 'screen pop', name: 'screen-pop' as const, value: SCREEN_POP_EXAMPLE }];
const validate = (name: SchemaName, value: unknown): boolean =>
  new Ajv2020({ validateFormats: false }).validate({ ...schemaFileOf(name) }, value);

describe('the OpenAPI document', () => {
  test.each(all)("$what: the example parses with the driver's schema, and follows the published one", ({ name, value }) => {
    expect(WIRE_SCHEMAS[name].safeParse(value).success).toBe(true);
    expect(validate(name, value)).toBe(true);
  });

  test('has the operations of the catalogue', () => {
    expect(new Set(OPERATION_DESCRIPTIONS.map(({ operation }) => operation))).toEqual(
      new Set(INTERACTIONS.map(({ operation }) => operation)),
    );
  });

  test('links a placed call to what can be done with it', () => {
    const text = JSON.stringify(openApiDocument());
    for (const name of ['hangup', 'transfer', 'recording']) expect(text).toContain(`"#/components/links/${name}"`);
    expect(text.match(/"call_id":"\$response.body#\/call_id"/g)).toHaveLength(3);
  });

  test('every reference leads somewhere', () => {
    const document = openApiDocument();
    for (const [, path = ''] of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const found = path.split('/').reduce<unknown>((value, name) => Reflect.get(Object(value), name), document);
      expect(found, path).toBeTypeOf('object');
    }
  });
});

describe('the published schemas', () => {
  // The kit compiles them without asking.
  test.each(SCHEMA_NAMES)('%s is a schema of its draft', (name) => {
    const ajv = new Ajv2020();
    expect(ajv.validateSchema({ ...schemaFileOf(name) }), ajv.errorsText()).toBe(true);
  });

  test.each<[SchemaName, unknown]>([
    ['make-call-answer', { success: true }],
    ['make-call-answer', { call_id: '' }],
    ['make-call-answer', { call_id: 300000000115271 }],
    ['make-call-answer', { call_id: ' 300' }],
    ['make-call-answer', { call_id: '300\n' }],
    ['make-call-answer', { call_id: '300', success: 'true' }],
    ['make-call-answer', { call_id: '300', success: false }],
    ['hangup-answer', { success: false }],
    ['hangup-answer', { wrap_up_required: 'yes' }],
    ['recording-answer', { recording_url: null }],
    ['recording-answer', { recording_url: '' }],
    ['recording-answer', { recording_url: '/relative.wav' }],
    ['recording-answer', { recording_url: 'javascript:alert(1)' }],
    ['recording-answer', { recording_url: 'https://user:password@recordings.example/1.wav' }],
    ['error', { success: false }],
    ['error', { message: ' ' }],
    ['error', { success: true, message: 'x' }],
    ['make-call-request', { agent_extension: '1001', destination: '+1', campaign_name: null }],
  ])('%s refuses %j', (name, value) => {
    expect(validate(name, value)).toBe(false);
  });

  test.each<[SchemaName, unknown]>([
    ['make-call-answer', { call_id: '3', aliases: null, success: null, note: 'more' }],
    ['make-call-answer', { call_id: 'a b' }],
    ['hangup-answer', {}],
    ['recording-answer', { recording_url: 'http://10.0.0.1:8080/a?b=c' }],
    ['recording-answer', { recording_url: 'https://recordings.example?id=3@4' }],
    ['error', { message: 'x', code: null, type: 'about:blank' }],
  ])('%s takes %j', (name, value) => {
    expect(validate(name, value)).toBe(true);
  });
});

test.each([...makeDescriptions()])('%s is what is committed, byte for byte', async (path, text) => {
  expect(await readCommitted(path), REGENERATE).toBe(text);
});
