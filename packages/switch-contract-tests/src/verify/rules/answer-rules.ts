import { readJsonBody } from '@elasticfunnels/switch-core';
import { parseObject } from '../wire/exchange.ts';
import { excerpt, isSuccess, type Rule } from './rule.ts';

const JSON_TYPE = /^application\/([\w.!#$&^-]+\+)?json\s*(;|$)/i;

/** The one rule that is about the credentials in an answer, and tells where they stand. */
export const ECHO_RULE = 'secret-echoed';

/** What every answer must be, whichever it is. */
export const ANSWER_RULES: readonly Rule[] = [
  {
    id: 'no-redirect',
    text: 'The middleware answers by itself: it never redirects.',
    check: ({ end, operation }) =>
      end.status < 300 || end.status > 399
        ? undefined
        : {
            expected: 'an answer at the path that was asked',
            actual: `HTTP ${end.status}, a redirect${end.headers['location'] === undefined ? '' : ` to ${describeTarget(end.headers['location'])}`}`,
            consequence: 'The driver follows no redirect: a dial that went elsewhere would have an unknown outcome.',
            row: operation === 'connect' ? 'Connect fails at once' : 'Hangup or transfer no-ops',
          },
  },
  {
    id: 'not-compressed',
    text: 'Answers are not compressed: nobody asked for it.',
    check: ({ end, operation }) => {
      const encoding = end.headers['content-encoding'];
      if (encoding === undefined || encoding.toLowerCase() === 'identity') return undefined;
      return {
        expected: 'no content-encoding',
        actual: `HTTP ${end.status} with content-encoding: ${encoding}`,
        consequence: 'The driver cannot read the answer: a dial counts as of unknown outcome.',
        row: operation === 'connect' ? 'Connect fails at once' : 'Hangup or transfer no-ops',
      };
    },
  },
  {
    id: 'path-missing',
    text: 'There is something at every path of the contract.',
    check: ({ end, operation, request }) => {
      if ((end.status !== 404 && end.status !== 405) || parseObject(end.body) !== undefined) return undefined;
      return {
        expected: `an answer of the middleware at ${request.method} ${request.path}`,
        actual: `HTTP ${end.status} of a web server: ${excerpt(end.body, 80) || 'an empty body'}`,
        consequence: 'Check --paths: the path may be another one, or the middleware ignores the override.',
        row: operation === 'connect' ? 'Connect fails at once' : 'Hangup or transfer no-ops',
      };
    },
  },
  {
    id: 'server-error',
    text: 'What the caller did wrong is a 4xx, and what works is a 2xx: neither is a 5xx.',
    check: ({ end, expects, operation }) =>
      end.status < 500 || (expects !== 'success' && expects !== 'refusal')
        ? undefined
        : {
            expected: expects === 'success' ? 'a 2xx' : 'a 4xx with a JSON error',
            actual: `HTTP ${end.status}: ${excerpt(end.body, 100)}`,
            consequence:
              operation === 'makeCall' || operation === 'transfer'
                ? 'To the driver a 5xx means that nobody knows whether a phone rings, so the agent is told to look.'
                : 'The driver takes the service for broken, and asks again.',
            row: operation === 'makeCall' ? 'Make call returns 4xx with a JSON error' : 'Hangup or transfer no-ops',
          },
  },
  {
    id: 'error-json',
    text: 'Every error is a JSON object, never a page.',
    check: (exchange) => {
      const { end, operation } = exchange;
      if (end.status < 400 || readJsonBody(end).kind === 'object') return undefined;
      // The rule about paths tells of these.
      if (end.status === 404 || end.status === 405) return undefined;
      const body = readJsonBody(end);
      return {
        expected: 'a JSON object with a `message`',
        actual: `HTTP ${end.status} with ${body.kind === 'other' ? `${body.found}: ${excerpt(end.body, 80)}` : 'an empty body'}`,
        consequence: 'The agent is shown no reason.',
        row: operation === 'makeCall' ? 'Make call returns 4xx with a JSON error' : '401/403 on all calls',
      };
    },
  },
  {
    id: 'error-message',
    text: 'Every error has a `message`: a text that tells a person why.',
    check: ({ end }) => {
      const body = parseObject(end.body);
      const refused = end.status >= 400 || body?.['success'] === false;
      if (!refused || body === undefined) return undefined;
      const { message } = body as { readonly message?: unknown };
      if (typeof message === 'string' && message.trim() !== '') return undefined;
      return {
        expected: 'message: a text that is not empty',
        actual: `${message === undefined ? 'no message' : `message is ${JSON.stringify(message)}`}. Found ${Object.keys(body).join(', ') || 'an empty object'}`,
        consequence: 'The agent is shown no reason.',
        row: 'Make call returns 4xx with a JSON error',
      };
    },
  },
  {
    id: 'content-type',
    text: 'JSON is labelled as JSON: application/json, or a type that ends in +json.',
    check: (exchange) => {
      const { end } = exchange;
      const type = end.headers['content-type'];
      if (parseObject(end.body) === undefined || (type !== undefined && JSON_TYPE.test(type))) return undefined;
      if (exchange.operation === 'connect' && isSuccess(exchange)) return undefined;
      return {
        expected: 'content-type: application/json',
        actual: type === undefined ? 'no content-type' : `content-type: ${type}`,
        row: 'Make call returns 4xx with a JSON error',
      };
    },
  },
  {
    id: ECHO_RULE,
    text: 'No answer repeats the credentials, in no form.',
    check: ({ end }, { redact }) => {
      const header = Object.entries(end.headers).find(([, value]) => redact(value) !== value)?.[0];
      const inBody = redact(end.body) !== end.body;
      if (header === undefined && !inBody) return undefined;
      return {
        expected: 'an answer without the key, the password or the Authorization header',
        actual: `HTTP ${end.status}: they stand in ${inBody ? 'the body' : `the header ${header}`}`,
        consequence: 'Whatever logs or shows the answer shows the key: change it.',
        row: '401/403 on all calls',
      };
    },
  },
];

function describeTarget(location: string): string {
  const [bare = ''] = location.split('?');
  return excerpt(bare, 80);
}
