import { type Fault, NO_FAULT, type SeenRequest } from '@elasticfunnels/switch-core/testing/faults';
import { SECRET_FORMS } from './find-leaks.ts';
import { API_KEY, PASSWORD, USERNAME, VICIDIAL_PASS } from './planted.ts';

/** What an echo writes back: the raw bytes of an answer. */
type Write = (echo: string) => string;

function answer(status: string, headers: readonly string[], body: string): string {
  const length = Buffer.byteLength(body);
  return [`HTTP/1.1 ${status}`, ...headers, `content-length: ${length}`, 'connection: close', '', body].join('\r\n');
}

const JSON_TYPE = 'content-type: application/json';
const HTML_TYPE = 'content-type: text/html';
/** A header's value is one line. */
const line = (echo: string): string => echo.replace(/[\r\n]+/g, ' ');
const json = (status: string, body: unknown): string => answer(status, [JSON_TYPE], JSON.stringify(body));
const STATUSES = [
  '200 OK',
  '400 Bad',
  '401 Who',
  '403 No',
  '404 None',
  '409 Twice',
  '410 Gone',
  '422 What',
  '429 Slow',
  '500 Oh',
];

/** Every place of an answer that a service could put an echo into. */
const PLACES: Readonly<Record<string, Write>> = {
  ...Object.fromEntries(
    [...STATUSES, '502 Oh', '503 Later'].map((status): [string, Write] => [
      `message of a ${status}`,
      (echo) => json(status, { success: false, message: `You sent ${echo} and that is wrong.` }),
    ]),
  ),
  'nested error': (echo) => json('422 What', { error: { code: echo, message: echo } }),
  'problem details': (echo) => json('422 What', { title: echo, detail: `${echo}, ${echo}` }),
  'end of a long message': (echo) => json('422 What', { success: false, code: echo, message: 'x'.repeat(990) + echo }),
  'wrong type': (echo) => json('200 OK', { success: echo, call_id: [echo], recording_url: [echo] }),
  'name of a field': (echo) => json('200 OK', { [echo]: echo }),
  'call id with white space': (echo) => json('200 OK', { call_id: ` ${echo}` }),
  list: (echo) => json('200 OK', [echo]),
  'recording URL': (echo) => json('200 OK', { recording_url: `javascript:${echo}`, expires_at: echo }),
  'recording URL, its user': (echo) => json('200 OK', { recording_url: `https://${encodeURIComponent(echo)}@x.example/` }),
  page: (echo) => answer('200 OK', [HTML_TYPE], `<html><p>${echo}</p></html>`),
  'page of a failure': (echo) => answer('500 Oh', [HTML_TYPE], `<html><p>${echo}</p></html>`),
  'page of a gateway': (echo) => answer('404 None', [HTML_TYPE], echo),
  text: (echo) => answer('200 OK', ['content-type: text/plain'], `ERROR: ${echo}: ${echo} - ${echo}|${echo}\n`),
  'text of a success': (echo) => answer('200 OK', ['content-type: text/plain'], `SUCCESS: ${echo} - ${echo}|${echo}\n`),
  'JSON that is cut off': (echo) => answer('200 OK', [JSON_TYPE], JSON.stringify({ message: echo }).slice(0, -2)),
  'content type': (echo) => answer('200 OK', [`content-type: ${line(echo)}`], 'x'),
  'content type of a refusal': (echo) => answer('404 None', [`content-type: ${line(echo)}`], 'x'),
  'content encoding': (echo) => answer('200 OK', [JSON_TYPE, `content-encoding: ${line(echo)}`], '{}'),
  challenge: (echo) => answer('401 Who', [`www-authenticate: ${line(echo)}`], ''),
  realm: (echo) => answer('401 Who', [`www-authenticate: Bearer realm=${JSON.stringify(line(echo))}`], '{}'),
  redirect: (echo) => answer('307 There', [`location: ${line(echo)}`], ''),
  'redirect, its path': (echo) => answer('302 There', [`location: https://x.example/login/${line(echo)}`], ''),
  'redirect, its host': (echo) => answer('302 There', [`location: https://${encodeURIComponent(line(echo))}.example/`], ''),
  'redirect, its query': (echo) => answer('302 There', [`location: /x?token=${encodeURIComponent(echo)}#${line(echo)}`], ''),
  'Retry-After': (echo) => answer('429 Slow', [`retry-after: ${line(echo)}`, `date: ${line(echo)}`], '{}'),
  'cookie and a header of its own': (echo) => answer('500 Oh', [`set-cookie: a=${line(echo)}`, `x-echo: ${line(echo)}`], ''),
  'reason phrase': (echo) => answer(`500 ${line(echo)}`, [JSON_TYPE], '{}'),
  'length that is none': (echo) => `HTTP/1.1 200 OK\r\ncontent-length: ${line(echo)}\r\n\r\n{}`,
  'header that is none': (echo) => `HTTP/1.1 200 OK\r\n${line(echo)}\r\n\r\n{}`,
  'no HTTP at all': (echo) => echo,
  'chunk that is none': (echo) => `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${line(echo)}\r\n`,
  trailer: (echo) => `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nx-echo: ${line(echo)}\r\n\r\n`,
};

/** The whole request, as a debugging service says it back. */
function tellRequest(request: SeenRequest | undefined): string {
  const { method = '', target = '', headers = {}, body = '' } = request ?? {};
  return [`${method} ${target} HTTP/1.1`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), '', body].join(
    '\n',
  );
}

/** The credentials alone, where they were sent: of a plain header, unpacked from Basic, or from the query. */
function tellCredentials(request: SeenRequest | undefined): string {
  const sent = request?.headers['authorization'] ?? '';
  if (sent === `Bearer ${API_KEY}`) return API_KEY;
  const basic = `${USERNAME}:${PASSWORD}`;
  if (sent === `Basic ${Buffer.from(basic).toString('base64')}`) return `${basic} ${PASSWORD}`;
  return request?.target.includes(VICIDIAL_PASS) === true ? VICIDIAL_PASS : 'nothing';
}

/** The most forms in one answer: a message is cut off after a thousand signs, and what is cut off proves nothing. */
const FORMS_AT_ONCE = 5;
const FORMS = SECRET_FORMS.filter(({ name }) => !name.startsWith('base64url'));
const GROUPS = Array.from({ length: Math.ceil(FORMS.length / FORMS_AT_ONCE) }, (_, group) =>
  FORMS.slice(group * FORMS_AT_ONCE, (group + 1) * FORMS_AT_ONCE),
);

type Tell = (request: SeenRequest | undefined) => string;

const TELLINGS: readonly { readonly what: string; readonly tell: Tell }[] = [
  { what: 'the request', tell: tellRequest },
  ...GROUPS.map((forms) => ({
    what: `the credentials, ${forms.map(({ name }) => name).join(', ')}`,
    tell: (request: SeenRequest | undefined) => forms.map(({ write }) => write(tellCredentials(request))).join(' '),
  })),
];

/** Services that say back what they were sent, by the place where they do. */
export const ECHO_FAULTS: readonly { readonly place: string; readonly faults: readonly Fault[] }[] = Object.entries(PLACES).map(
  ([place, write]) => ({
    place,
    faults: TELLINGS.map(
      ({ what, tell }): Fault => ({
        ...NO_FAULT,
        name: `echoes ${what}`,
        behaviour: { after: 'close', send: ({ request }) => [write(tell(request))] },
      }),
    ),
  }),
);
