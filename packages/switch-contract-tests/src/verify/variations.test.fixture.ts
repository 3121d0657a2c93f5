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
];
