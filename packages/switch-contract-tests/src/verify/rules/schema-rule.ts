import { setImmediate } from 'node:timers/promises';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { ContractOperation } from '../../catalogue/interactions.ts';
import { jsonSchemaOf } from '../../openapi/json-schemas.ts';
import type { SchemaName } from '../../openapi/wire-schemas.ts';
import { parseObject } from '../wire/exchange.ts';
import { type AnsweredExchange, isSuccess, type Rule } from './rule.ts';

// That the schemas are some is for our tests to know: compiling the schema of schemas takes longer than all of them.
const AJV = new Ajv2020({ strict: false, allErrors: true, validateSchema: false, meta: false });
const compiled = new Map<SchemaName, ValidateFunction>();

const SUCCESSES: Readonly<Record<ContractOperation, SchemaName>> = {
  connect: 'connect-answer',
  makeCall: 'make-call-answer',
  hangup: 'hangup-answer',
  transfer: 'transfer-answer',
  recording: 'recording-answer',
};

/** What the other rules leave: a field of a type that the published JSON Schema does not have. */
export const SCHEMA_RULE: Rule = {
  id: 'schema',
  text: 'Every body fits the published JSON Schema.',
  check: (exchange) => {
    const body = parseObject(exchange.end.body);
    if (body === undefined) return undefined;
    const name = schemaOf(exchange, body);
    const validate = validatorOf(name);
    if (validate(body)) return undefined;
    const found = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath.slice(1) || 'the body'} ${message}`);
    return {
      expected: `a body as in schemas/${name}.json`,
      actual: `HTTP ${exchange.end.status}: ${[...new Set(found)].slice(0, 3).join('; ')}`,
      row: exchange.operation === 'recording' ? 'Recording URL empty or invalid' : 'Make call returns 4xx with a JSON error',
    };
  },
};

function schemaOf(exchange: AnsweredExchange, body: Readonly<Record<string, unknown>>): SchemaName {
  if (!isSuccess(exchange)) return 'error';
  if (body['success'] === false) return 'refusal-in-body';
  return exchange.operation === 'recording' && exchange.end.status === 202
    ? 'recording-pending-answer'
    : SUCCESSES[exchange.operation];
}

/** Compiles the schemas of answers beside other work; without that each is compiled when it is needed. */
export async function prepareSchemas(): Promise<void> {
  for (const name of [SUCCESSES.connect, 'error', ...Object.values(SUCCESSES), 'refusal-in-body'] as const) {
    validatorOf(name);
    // Whoever asks in the meantime is answered first.
    await setImmediate();
  }
}

function validatorOf(name: SchemaName): ValidateFunction {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  // Which field holds the URL is the brand's choice: a rule of its own sees to it.
  const { required: _required, ...open } = jsonSchemaOf(name);
  const validate = AJV.compile(name === 'recording-answer' ? open : { ...jsonSchemaOf(name) });
  compiled.set(name, validate);
  return validate;
}
