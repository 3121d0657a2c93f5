import { nameJsonType, readJsonBody } from '@elasticfunnels/switch-core';
import { makeCallAnswer } from '@elasticfunnels/switch-five9';
import { excerpt, isSuccess, type Rule } from './rule.ts';

const NO_OP = 'Hangup or transfer no-ops';

/** What a 2xx must be. */
export const SUCCESS_RULES: readonly Rule[] = [
  {
    id: 'success-false',
    text: 'A 2xx says that it was done: `success` is true or absent.',
    check: (exchange) => {
      const body = readJsonBody(exchange.end);
      if (!isSuccess(exchange) || exchange.expects !== 'success' || body.kind !== 'object') return undefined;
      if (body.value['success'] !== false) return undefined;
      return {
        expected: 'a 2xx whose `success` is true or absent, or a 4xx',
        actual: `HTTP ${exchange.end.status} with success: false: ${excerpt(exchange.end.body)}`,
        consequence: 'The driver reports a refusal, and what was asked for has not happened.',
        row: exchange.operation === 'makeCall' ? 'Make call returns 4xx with a JSON error' : NO_OP,
      };
    },
  },
  {
    id: 'success-boolean',
    text: '`success` is a JSON boolean, not a text or a number.',
    check: (exchange) => {
      const body = readJsonBody(exchange.end);
      const success = body.kind === 'object' ? body.value['success'] : undefined;
      if (success === undefined || success === null || typeof success === 'boolean') return undefined;
      return {
        expected: 'true, false or nothing',
        actual: `${JSON.stringify(success)}, ${nameJsonType(success)}`,
        consequence: 'The driver cannot tell whether it was done: a dial counts as of unknown outcome.',
        row: NO_OP,
      };
    },
  },
  {
    id: 'success-json',
    text: 'The body of a 2xx is a JSON object, or empty.',
    check: (exchange) => {
      const body = readJsonBody(exchange.end);
      if (!isSuccess(exchange) || body.kind !== 'other') return undefined;
      // A bare "OK" to a connect is any 2xx like another; a page is not something that a service meant to say.
      if (exchange.operation === 'connect' && !/HTML|malformed/.test(body.found)) return undefined;
      return {
        expected: exchange.operation === 'connect' ? 'any 2xx that is not a page' : 'a JSON object',
        actual: `${body.found}: ${excerpt(exchange.end.body, 80)}`,
        row: exchange.operation === 'connect' ? 'Connect fails at once' : NO_OP,
      };
    },
  },
  {
    id: 'call-id',
    text: 'A dial is answered with `call_id`, a text that names the call: not empty, no number, no white space around it.',
    check: (exchange) => {
      if (exchange.operation !== 'makeCall' || !isSuccess(exchange)) return undefined;
      const body = readJsonBody(exchange.end);
      const value = body.kind === 'object' ? body.value : {};
      // Another rule tells of a body that is no object, and of a refusal.
      if (body.kind === 'other' || value['success'] === false) return undefined;
      const parsed = makeCallAnswer.safeParse({ call_id: value['call_id'] });
      if (parsed.success) return undefined;
      return {
        expected: 'call_id: a text that is not empty',
        actual: describeCallId(value),
        consequence: 'The driver reads call_id; hang-up, transfer and recording will not work, and the call counts as unknown.',
        row: NO_OP,
      };
    },
  },
];

function describeCallId(body: Readonly<Record<string, unknown>>): string {
  if ('call_id' in body) {
    const value = body['call_id'];
    if (typeof value !== 'string') return `call_id is ${nameJsonType(value)}: ${JSON.stringify(value)}`;
    return value === '' ? 'call_id is empty' : `call_id is ${JSON.stringify(value)}, which no command would take`;
  }
  const similar = Object.keys(body).find((name) => /^(call|interaction|session)?_?id$/i.test(name.replace(/[_-]/g, '')));
  if (similar !== undefined) return `no call_id. Found "${similar}"`;
  const names = Object.keys(body);
  return `no call_id. Found ${names.length === 0 ? 'an empty body' : names.map((name) => `"${name}"`).join(', ')}`;
}
