import { nameJsonType, readJsonBody } from '@elasticfunnels/switch-core';
import { excerpt, isSuccess, type Rule } from './rule.ts';

const ROW = 'Recording URL empty or invalid';

/** What an answer about a recording must be. */
export const RECORDING_RULES: readonly Rule[] = [
  {
    id: 'recording-url',
    text: 'A recording that can be played is answered 200 with an absolute http(s) URL; one that cannot yet, 202.',
    check: (exchange, { config }) => {
      if (exchange.operation !== 'recording' || !isSuccess(exchange) || exchange.end.status === 202) return undefined;
      const body = readJsonBody(exchange.end);
      if (body.kind === 'other' || (body.kind === 'object' && body.value['success'] === false)) return undefined;
      const found = findUrl(body.kind === 'object' ? body.value : {}, config.recordingUrlFields);
      const problem = findProblem(found?.value);
      if (problem === undefined) return undefined;
      const fields = config.recordingUrlFields.join(', ');
      return {
        expected: 'an absolute http or https URL without credentials, or 202 with Retry-After while there is none',
        actual: found === undefined ? `HTTP ${exchange.end.status} without any of ${fields}` : `${found.field}: ${problem}`,
        consequence: 'The platform shows a recording that cannot be played.',
        row: ROW,
      };
    },
  },
  {
    id: 'recording-pending',
    text: 'A recording that is not ready is answered 202 with Retry-After.',
    check: (exchange) => {
      if (exchange.operation !== 'recording' || exchange.end.status !== 202) return undefined;
      if (exchange.end.headers['retry-after'] !== undefined) return undefined;
      // Bronze and Silver ask for no Retry-After; where it is asked for, the contract itself says so.
      return exchange.expects === 'anything' || exchange.checkId !== 'XR1'
        ? undefined
        : { expected: 'a Retry-After header', actual: 'HTTP 202 without one', row: ROW };
    },
  },
];

interface Found {
  readonly field: string;
  readonly value: unknown;
}

function findUrl(body: Readonly<Record<string, unknown>>, fields: readonly string[]): Found | undefined {
  const present = fields
    .map((field) => ({ field, value: field.split('.').reduce<unknown>(memberOf, body) }))
    .filter(({ value }) => value !== undefined);
  return present.find(({ value }) => value !== null && value !== '') ?? present[0];
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

function findProblem(value: unknown): string | undefined {
  if (value === undefined || value === null) return 'null, which is no URL';
  if (value === '') return 'an empty text';
  if (typeof value !== 'string') return `${nameJsonType(value)} instead of a text`;
  const url = URL.parse(value);
  if (url === null) return `${excerpt(value, 60)}, which is not absolute`;
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return `a ${url.protocol} URL`;
  return url.username !== '' || url.password !== '' ? 'a URL with credentials in it' : undefined;
}
