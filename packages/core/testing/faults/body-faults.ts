import { answerFault, whole } from './answer-fault.ts';
import { answerBytes, JSON_TYPE } from './answer-text.ts';
import { either, except, refused, succeeded, unreadable } from './conclusions.ts';
import type { Conclusions, Fault } from './fault.ts';
import type { HealthyAnswer } from './fault-behaviour.ts';

const HTML = '<!doctype html><html><body><h1>Sign in to the network</h1></body></html>';
const HTML_TYPE = 'content-type: text/html; charset=utf-8';

type Spoil = (healthy: HealthyAnswer) => string | Uint8Array;

function bodyFault(
  name: string,
  summary: string,
  conclusions: Conclusions,
  spoil: Spoil,
  headers: readonly string[] = [JSON_TYPE],
): Fault {
  return answerFault({
    name,
    summary,
    conclusions,
    send: ({ healthy }) => [answerBytes(healthy.status, spoil(healthy), headers)],
  });
}

const asJson = ({ json }: HealthyAnswer): string => JSON.stringify(json);
const changed =
  (change: Readonly<Record<string, unknown>>): Spoil =>
  ({ json }) =>
    JSON.stringify({ ...json, ...change });

// Whoever needs no more than a success reads it in a body that says nothing else; a dial needs the id of its call.
const withoutContent: Conclusions = except(succeeded, { dial: unreadable.dial });

const NOT_JSON: readonly Fault[] = [
  bodyFault('json-truncated', 'JSON that stops half-way in a whole HTTP message.', unreadable, (healthy) =>
    asJson(healthy).slice(0, -4),
  ),
  bodyFault('json-invalid', 'JSON with a name that is not quoted.', unreadable, () => "{success: true, 'call_id': '1'}"),
  bodyFault('json-array', 'An array instead of an object.', unreadable, (healthy) => `[${asJson(healthy)}]`),
  bodyFault('json-null', 'null instead of an object.', unreadable, () => 'null'),
  bodyFault('json-text', 'A JSON text instead of an object.', unreadable, () => '"ok"'),
  bodyFault('json-twice', 'Two JSON objects in one body.', unreadable, (healthy) => `${asJson(healthy)}{"success":false}`),
  bodyFault('json-deep', 'Ten thousand nested arrays.', unreadable, () => `${'['.repeat(10_000)}${']'.repeat(10_000)}`),
  bodyFault('json-utf16', 'The right JSON in UTF-16.', unreadable, (healthy) => Buffer.from(asJson(healthy), 'utf16le')),
  bodyFault('json-latin1', 'The right JSON, with a text beside it that is not UTF-8.', unreadable, (healthy) =>
    Buffer.from(`{"note":"Zo\u00eb",${asJson(healthy).slice(1)}`, 'latin1'),
  ),
  bodyFault('body-html-200', 'A sign-in page, as a captive portal shows it.', unreadable, () => HTML, [HTML_TYPE]),
  bodyFault('body-html-as-json', 'A page that claims to be JSON.', unreadable, () => HTML),
  bodyFault('body-text-200', 'The word OK.', unreadable, () => 'OK', ['content-type: text/plain']),
];

const HARMLESS: readonly Fault[] = [
  bodyFault('json-bom', 'The right JSON after a byte order mark.', succeeded, (healthy) => `\uFEFF${asJson(healthy)}`),
  bodyFault('type-wrong', 'The right JSON that claims to be a page.', succeeded, asJson, [HTML_TYPE]),
  bodyFault('type-missing', 'The right JSON without a content type.', succeeded, asJson, []),
  bodyFault('success-null', 'success is null, which is the same as left out.', succeeded, changed({ success: null })),
  bodyFault(
    'json-proto',
    'The right JSON with a `__proto__` that says that it was a failure.',
    succeeded,
    (healthy) => `{"__proto__":{"success":false},${asJson(healthy).slice(1)}`,
  ),
];

const WITHOUT_CONTENT: readonly Fault[] = [
  bodyFault('body-empty', 'A success with an empty body.', withoutContent, () => ''),
  answerFault({
    name: 'status-204',
    summary: '204 No Content.',
    conclusions: withoutContent,
    send: () => ['HTTP/1.1 204 No Content\r\n\r\n'],
  }),
  bodyFault('json-empty', 'An object without members.', withoutContent, () => '{}'),
  bodyFault('call-id-missing', 'A success that names no call.', withoutContent, changed({ call_id: undefined })),
  bodyFault('call-id-null', 'A success whose call is null.', withoutContent, changed({ call_id: null })),
  bodyFault('call-id-empty', 'A success whose call is an empty text.', withoutContent, changed({ call_id: '' })),
  bodyFault('call-id-spaced', "A success whose call's id has a space before it.", withoutContent, changed({ call_id: ' 1' })),
  bodyFault(
    'call-id-number',
    "A success whose call's id is a number, and may have lost its last digits.",
    withoutContent,
    () => '{"success":true,"call_id":300000000000000001}',
  ),
];

/** What the body of a 2xx can be, beside what it must. */
export const BODY_FAULTS: readonly Fault[] = [
  ...NOT_JSON,
  ...HARMLESS,
  ...WITHOUT_CONTENT,
  bodyFault('success-text', 'success is the text "true".', unreadable, changed({ success: 'true' })),
  bodyFault('success-number', 'success is 1.', unreadable, changed({ success: 1 })),
  bodyFault('success-false', 'success is false, without a reason.', refused('REJECTED'), changed({ success: false })),
  bodyFault(
    'success-false-then-true',
    'success is false and then, under the same name, true: the last one counts (RFC 8259, section 4).',
    either(succeeded, unreadable, refused('REJECTED')),
    (healthy) => `{"success":false,${asJson(healthy).slice(1)}`,
  ),
  answerFault({
    name: 'body-html-404',
    summary: "A web server's page: nothing is at this path.",
    conclusions: refused('CONTRACT_VIOLATED'),
    send: whole(404, HTML, [HTML_TYPE]),
  }),
];
