import { five9Plugin, screenPopMessage } from '@elasticfunnels/switch-five9';
import type { Finding } from '../verify/model/finding.ts';
import { excerpt } from '../verify/rules/rule.ts';
import { type Arrival, payloadOf } from './arrival.ts';
import { popFinding } from './screen-pop-rules.ts';

const SOURCE = five9Plugin.configure({ api_base_url: 'https://proxy.example', api_key: 'none' }).screenPop();
const UTF8 = new TextDecoder('utf-8', { fatal: true });
const JSON_TYPE = /^application\/(?:[^/;\s]+\+)?json\s*(?:;|$)/i;
const CHARSET = /charset\s*=\s*"?([^\s;"]+)/i;

/** What is wrong with how a delivery came. */
export function judgeTransport({ delivery: { method, header } }: Arrival): readonly Finding[] {
  if (method !== 'POST') return [popFinding('pop-method', { expected: 'POST', actual: method })];
  const expected = 'Content-Type: application/json';
  const type = header('content-type');
  if (type === undefined) return [popFinding('pop-content-type', { expected, actual: 'no Content-Type' })];
  const [, charset] = CHARSET.exec(type) ?? [];
  if (!JSON_TYPE.test(type) || (charset !== undefined && !/^utf-?8$/i.test(charset))) {
    return [popFinding('pop-content-type', { expected, actual: `Content-Type: ${excerpt(type, 80)}` })];
  }
  const encoding = header('content-encoding');
  if (encoding === undefined || encoding === 'identity') return [];
  return [
    popFinding('pop-content-type', { expected: 'no Content-Encoding', actual: `Content-Encoding: ${excerpt(encoding, 40)}` }),
  ];
}

/** What is wrong with a delivery's body: every broken field by its name. */
export function judgeMessage(arrival: Arrival): readonly Finding[] {
  const problems = findMessageProblems(arrival);
  if (problems.length === 0) return [];
  return [popFinding('pop-message', { expected: 'a body as in schemas/screen-pop.json', actual: problems.join('; ') })];
}

/** What is worth knowing of a message that is right. */
export function noteOnMessage(arrival: Arrival): readonly string[] {
  const payload = payloadOf(arrival);
  if (payload === undefined) return [];
  const absent = (name: string): boolean => payload[name] === undefined || payload[name] === null;
  return [
    ...(absent('agent') ? ['no agent: it is for the brand’s queue'] : []),
    ...(absent('customer_number') ? ['no customer_number: nobody can be looked up'] : []),
  ];
}

function findMessageProblems(arrival: Arrival): readonly string[] {
  if (arrival.tooLarge) return ['the body is larger than 64 KiB'];
  let text: string;
  try {
    text = UTF8.decode(arrival.delivery.body);
  } catch {
    return ['the body is no UTF-8'];
  }
  if (text.trim() === '') return ['the body is empty'];
  const payload = payloadOf(arrival);
  if (payload === undefined) return [`the body is no JSON object: ${JSON.stringify(excerpt(text.replace(/\p{C}/gu, '?'), 60))}`];
  const read = screenPopMessage.safeParse(payload);
  if (!read.success) return read.error.issues.map(({ path, message }) => describeIssue(payload, path.map(String), message));
  if (SOURCE?.decode(payload, {}) !== undefined) return [];
  return [SOURCE?.explain?.(payload, {}) ?? 'the driver cannot read it'];
}

/** The field and what was expected of it; never its value, which may be a customer's. */
function describeIssue(payload: Readonly<Record<string, unknown>>, path: readonly string[], message: string): string {
  const [field = 'the body', ...inner] = path;
  const name = [field, ...inner].join('.');
  if (inner.length > 0 || Object.hasOwn(payload, field)) return `${name}: ${message.replace(/^Invalid input: /, '')}`;
  const bare = (word: string): string => word.toLowerCase().replace(/[^a-z]/g, '');
  const like = Object.keys(payload).find((key) => bare(key) === bare(field));
  return like === undefined ? `${name} is missing` : `${name} is missing. Found ${JSON.stringify(like)}`;
}
