import { setTimeout as sleep } from 'node:timers/promises';
import { changed, type ProxyAnswer, type Spoil } from './spoiling-proxy.test.fixture.ts';

/** One way in which a middleware may be another than the reference one, and right. */
export interface Variation {
  readonly name: string;
  readonly spoil: Spoil;
}

function answers(change: (answer: ProxyAnswer, path: string) => ProxyAnswer): Spoil {
  return async (request, pass) => change(await pass(request), request.path);
}

const retyped = (answer: ProxyAnswer, type: string): ProxyAnswer =>
  answer.body === '' ? answer : { ...answer, headers: { ...answer.headers, 'content-type': type } };

/** Ids with something before what the reference middleware calls them; its own are known too. */
function renamed(prefix: string): Spoil {
  return async (request, pass) => {
    const answer = await pass({ ...request, body: request.body.replace(prefix, '') });
    if (request.path !== '/calls/make' || answer.status >= 300) return answer;
    return changed(answer, ({ call_id: id, ...rest }) => ({ ...rest, call_id: `${prefix}${String(id)}` }));
  };
}

/** The table that decides whether the kit is silent when it should be. */
export const VARIATIONS: readonly Variation[] = [
  { name: 'the reference middleware itself', spoil: (request, pass) => pass(request) },
  {
    name: 'a call is created: 201',
    spoil: answers((answer, path) => (path === '/calls/make' && answer.status === 200 ? { ...answer, status: 201 } : answer)),
  },
  {
    name: 'a hangup has nothing to say: 204',
    spoil: answers((answer, path) =>
      path === '/calls/hangup' && answer.status === 200 ? { status: 204, headers: {}, body: '' } : answer,
    ),
  },
  {
    name: 'answers have more fields, and headers',
    spoil: answers((answer, path) =>
      path.startsWith('/calls')
        ? changed({ ...answer, headers: { ...answer.headers, 'x-served-by': 'a' } }, (body) => ({ ...body, trace: { id: 7 } }))
        : answer,
    ),
  },
  {
    name: 'errors are problem details (RFC 9457)',
    spoil: answers((answer) =>
      answer.status < 400
        ? answer
        : retyped(
            changed(answer, ({ message, code }) => ({ type: 'about:blank', title: 'Refused', detail: message, message, code })),
            'application/problem+json',
          ),
    ),
  },
  {
    name: 'JSON has a charset',
    spoil: answers((answer, path) => (path.startsWith('/calls') ? retyped(answer, 'application/json; charset=UTF-8') : answer)),
  },
  {
    name: 'errors are worded otherwise, in another language',
    spoil: answers((answer) =>
      answer.status < 400 ? answer : changed(answer, (body) => ({ ...body, message: 'Das geht nicht.' })),
    ),
  },
  {
    name: 'every connection is closed after its answer',
    spoil: answers((answer) => ({ ...answer, headers: { ...answer.headers, connection: 'close' } })),
  },
  { name: 'bodies come in pieces', spoil: answers((answer) => ({ ...answer, chunked: true })) },
  {
    name: 'connect answers a bare OK',
    spoil: answers((answer, path) =>
      path === '/' && answer.status === 200 ? { status: 200, headers: { 'content-type': 'text/plain' }, body: 'OK' } : answer,
    ),
  },
  {
    name: 'connect has nothing to say: 204',
    spoil: answers((answer, path) => (path === '/' && answer.status === 200 ? { status: 204, headers: {}, body: '' } : answer)),
  },
  {
    name: 'success is left out where the status says it',
    spoil: answers((answer, path) =>
      path.startsWith('/calls') && answer.status < 300
        ? changed(answer, ({ success, ...body }) => (success === true ? body : { success, ...body }))
        : answer,
    ),
  },
  {
    name: 'an unknown call is a 410, a malformed body a 422',
    spoil: answers((answer, path) => {
      if (path === '/calls/make') return answer.status === 400 ? { ...answer, status: 422 } : answer;
      return answer.status === 404 ? { ...answer, status: 410 } : answer;
    }),
  },
  {
    name: 'a call that has ended is a 409 with its code',
    spoil: answers((answer, path) =>
      path === '/calls/hangup' && answer.status === 410
        ? changed({ ...answer, status: 409 }, (body) => ({ ...body, code: 'call_ended' }))
        : answer,
    ),
  },
  {
    name: 'JSON has a type of the vendor',
    spoil: answers((answer, path) => (path.startsWith('/calls') ? retyped(answer, 'application/vnd.acme.v2+json') : answer)),
  },
  {
    name: 'JSON is indented, and ends in a line feed',
    spoil: answers((answer, path) =>
      path.startsWith('/calls') && answer.body !== ''
        ? { ...answer, body: `${JSON.stringify(JSON.parse(answer.body), undefined, 2)}\r\n` }
        : answer,
    ),
  },
  {
    name: 'optional fields are null',
    spoil: answers((answer, path) =>
      path.startsWith('/calls')
        ? changed(answer, (body) => ({ aliases: null, wrap_up_required: null, code: null, field: null, ...body }))
        : answer,
    ),
  },
  {
    name: 'a 401 has no WWW-Authenticate',
    spoil: answers(({ headers: { 'www-authenticate': _challenge, ...headers }, ...answer }) => ({ ...answer, headers })),
  },
  {
    name: 'Retry-After is a date',
    spoil: answers((answer) =>
      answer.headers['retry-after'] === undefined
        ? answer
        : { ...answer, headers: { ...answer.headers, 'retry-after': new Date().toUTCString() } },
    ),
  },
  {
    name: 'cookies, caching headers and a server’s name come with every answer',
    spoil: answers((answer) => ({
      ...answer,
      headers: { ...answer.headers, 'set-cookie': 'sid=1; HttpOnly', etag: '"1"', 'cache-control': 'no-store', server: 'nginx' },
    })),
  },
  { name: 'ids have letters, slashes and dots', spoil: renamed('Ab/Cd.9-Ä:') },
  { name: 'ids are long', spoil: renamed('x'.repeat(300)) },
  {
    name: 'every answer takes its time',
    spoil: async (request, pass) => {
      await sleep(20);
      return pass(request);
    },
  },
];
