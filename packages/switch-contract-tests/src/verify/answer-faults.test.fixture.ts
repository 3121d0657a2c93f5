import {
  answers,
  bodies,
  call,
  DIAL,
  type Fault,
  HANGUP,
  html,
  isError,
  isSuccess,
  RECORDING,
  recordingUrl,
  TRANSFER,
} from './faults.test.fixture.ts';
import type { ProxyAnswer } from './spoiling-proxy.test.fixture.ts';

const withStatus =
  (status: number) =>
  (answer: ProxyAnswer): ProxyAnswer => ({ ...answer, status });
const withBody =
  (body: string) =>
  (answer: ProxyAnswer): ProxyAnswer => ({ ...answer, body });
const withHeader =
  (name: string, value: string) =>
  (answer: ProxyAnswer): ProxyAnswer => ({ ...answer, headers: { ...answer.headers, [name]: value } });
const without =
  (name: string) =>
  (answer: ProxyAnswer): ProxyAnswer => ({
    ...answer,
    headers: Object.fromEntries(Object.entries(answer.headers).filter(([each]) => each !== name)),
  });
const is =
  (...statuses: readonly number[]) =>
  ({ status }: ProxyAnswer): boolean =>
    statuses.includes(status);
const saying =
  (code: string) =>
  ({ body }: ProxyAnswer): boolean =>
    body.includes(`"${code}"`);
const TEXT_404: ProxyAnswer = { status: 404, headers: { 'content-type': 'text/plain' }, body: 'Not Found' };

/** What is wrong with one answer, whatever came before it. */
export const ANSWER_FAULTS: readonly Fault[] = [
  {
    name: 'a hangup is answered with an array',
    spoil: answers(HANGUP, isSuccess, withBody('[{"success":true}]')),
    caught: { operation: 'hangup', rule: 'success-json' },
  },
  {
    name: 'a dial is answered with JSON that is cut off',
    spoil: answers(DIAL, isSuccess, (answer) => ({ ...answer, body: answer.body.slice(0, -4) })),
    caught: { operation: 'makeCall', rule: 'success-json' },
  },
  {
    name: 'a dial is answered with JSON in a text',
    spoil: answers(DIAL, isSuccess, (answer) => ({ ...answer, body: JSON.stringify(answer.body) })),
    caught: { operation: 'makeCall', rule: 'success-json' },
  },
  {
    name: 'a transfer is answered in XML',
    spoil: answers(TRANSFER, isSuccess, () => ({
      status: 200,
      headers: { 'content-type': 'application/xml' },
      body: '<result>ok</result>',
    })),
    caught: { operation: 'transfer', rule: 'success-json' },
  },
  {
    name: 'a connect is answered with a page',
    spoil: answers('/', isSuccess, () => html(200)),
    caught: { operation: 'connect', rule: 'success-json' },
  },
  {
    name: 'success is 1',
    spoil: bodies(DIAL, isSuccess, (body) => ({ ...body, success: 1 })),
    caught: { operation: 'makeCall', rule: 'success-boolean' },
  },
  {
    name: 'a dial has nothing to say: 204',
    spoil: answers(DIAL, isSuccess, () => ({ status: 204, headers: {}, body: '' })),
    caught: { operation: 'makeCall', rule: 'call-id' },
  },
  {
    name: 'a dial is answered with the number of a job',
    spoil: answers(DIAL, isSuccess, (answer) => ({ ...answer, status: 202, body: '{"job":"7"}' })),
    caught: { operation: 'makeCall', rule: 'call-id' },
  },
  {
    name: 'the id of a call has control characters in it',
    spoil: bodies(
      DIAL,
      isSuccess,
      call((id) => `${id.slice(0, 4)}\u0000${id.slice(4)}`),
    ),
    caught: { operation: 'makeCall', rule: 'call-id' },
  },
  {
    name: 'the id of a call is longer than any id',
    spoil: bodies(
      DIAL,
      isSuccess,
      call((id) => id.repeat(60)),
    ),
    caught: { operation: 'makeCall', rule: 'call-id' },
  },
  {
    name: 'wrap_up_required is a text',
    spoil: bodies(HANGUP, isSuccess, (body) => ({ ...body, wrap_up_required: 'yes' })),
    caught: { operation: 'hangup', rule: 'schema' },
  },
  {
    name: 'the code of an error is a number',
    spoil: bodies(TRANSFER, isError, (body) => ({ ...body, code: 4711 })),
    caught: { operation: 'transfer', rule: 'schema' },
  },
  {
    name: 'an error says success: true',
    spoil: bodies(RECORDING, isError, (body) => ({ ...body, success: true })),
    caught: { operation: 'recording', rule: 'schema' },
  },
  {
    name: 'the message of an error is empty',
    spoil: bodies(HANGUP, isError, (body) => ({ ...body, message: ' ' })),
    caught: { operation: 'hangup', rule: 'error-message' },
  },
  {
    name: 'the message of an error is a list',
    spoil: bodies(DIAL, isError, (body) => ({ ...body, message: [body['message']] })),
    caught: { operation: 'makeCall', rule: 'error-message' },
  },
  {
    name: 'a 401 has no body',
    spoil: answers(undefined, is(401), withBody('')),
    caught: { operation: 'connect', rule: 'error-json' },
  },
  {
    name: 'an unknown call is a 404 in plain text',
    spoil: answers(HANGUP, is(404), () => TEXT_404),
    caught: { operation: 'hangup', rule: 'path-missing' },
  },
  {
    name: 'recordings are a GET: 405',
    spoil: answers(
      RECORDING,
      () => true,
      () => ({ ...TEXT_404, status: 405, body: 'Method Not Allowed' }),
    ),
    caught: { operation: 'recording', rule: 'path-missing' },
  },
  {
    name: 'an answer has no content type',
    spoil: answers(TRANSFER, isSuccess, without('content-type')),
    caught: { operation: 'transfer', rule: 'content-type' },
  },
  {
    name: 'a placed call is JSON labelled as HTML',
    spoil: answers(DIAL, isSuccess, withHeader('content-type', 'text/html; charset=utf-8')),
    caught: { operation: 'makeCall', rule: 'content-type' },
  },
  {
    name: 'a path moves to one with a slash: 308',
    spoil: async (request, pass) =>
      request.path === DIAL ? { status: 308, headers: { location: `${DIAL}/` }, body: '' } : pass(request),
    caught: { operation: 'makeCall', rule: 'no-redirect' },
  },
  {
    name: 'whoever is not known is sent to a login page',
    spoil: answers(undefined, is(401), () => ({ status: 302, headers: { location: '/login' }, body: '' })),
    caught: { operation: 'connect', rule: 'no-redirect' },
  },
  {
    name: 'a header repeats the key',
    spoil: async (request, pass) => {
      const answer = await pass(request);
      return { ...answer, headers: { ...answer.headers, 'x-authorization': request.headers['authorization'] ?? '' } };
    },
    caught: { operation: 'transfer', rule: 'secret-echoed' },
  },
  {
    name: 'the connection is closed in place of an answer',
    spoil: (request, pass) => (request.path === HANGUP ? Promise.reject(new Error('closed')) : pass(request)),
    caught: { operation: 'hangup', rule: 'answer-in-time' },
  },
  {
    name: 'the recording has a field of another name',
    spoil: bodies(RECORDING, is(200), ({ recording_url: href, ...rest }) => ({ ...rest, href })),
    caught: { operation: 'recording', rule: 'recording-url' },
  },
  { name: 'the URL of a recording is empty', spoil: recordingUrl(''), caught: { operation: 'recording', rule: 'recording-url' } },
  {
    name: 'the URL of a recording has no scheme',
    spoil: recordingUrl('//recordings.example/1.wav'),
    caught: { operation: 'recording', rule: 'recording-url' },
  },
  {
    name: 'the URL of a recording is a path on a disk',
    spoil: recordingUrl('file:///var/recordings/1.wav'),
    caught: { operation: 'recording', rule: 'recording-url' },
  },
  {
    name: 'the URL of a recording has a password in it',
    spoil: recordingUrl('https://user:word@recordings.example/1.wav'),
    caught: { operation: 'recording', rule: 'recording-url' },
  },
  {
    name: 'a pending recording does not say when to ask again',
    spoil: answers(RECORDING, is(202), without('retry-after')),
    caught: { operation: 'recording', rule: 'recording-pending' },
    level: 'full',
  },
  {
    name: 'a recording that was purged is a 404',
    spoil: answers(RECORDING, is(410), withStatus(404)),
    caught: { operation: 'recording', rule: 'recording-purged' },
    level: 'standard',
  },
  {
    name: 'too many requests do not say when to ask again',
    spoil: answers(DIAL, is(429), without('retry-after')),
    caught: { operation: 'makeCall', rule: 'rate-limit' },
    level: 'full',
  },
  {
    name: 'too many requests say “soon”',
    spoil: answers(DIAL, is(429), withHeader('retry-after', 'soon')),
    caught: { operation: 'makeCall', rule: 'rate-limit' },
    level: 'full',
  },
  {
    name: 'Five9 being down is a page of the web server',
    spoil: answers(DIAL, is(502, 503, 504), () => html(502)),
    caught: { operation: 'makeCall', rule: 'error-json' },
    level: 'standard',
  },
  {
    name: 'Five9 being down is the caller’s fault',
    spoil: answers(DIAL, is(502, 503, 504), withStatus(400)),
    caught: { operation: 'makeCall', rule: 'five9-unavailable' },
    level: 'standard',
  },
  {
    name: 'an unknown target is a 404',
    spoil: answers(TRANSFER, is(400, 409, 422), withStatus(404)),
    caught: { operation: 'transfer', rule: 'unknown-target' },
    level: 'standard',
  },
  {
    name: 'a lack of permission is a 401',
    spoil: answers(DIAL, is(403), withStatus(401)),
    caught: { operation: 'makeCall', rule: 'forbidden' },
    level: 'standard',
  },
  {
    name: 'an agent who is not ready is unknown',
    spoil: answers(DIAL, saying('agent_not_ready'), withStatus(404)),
    caught: { operation: 'makeCall', rule: 'agent-not-ready' },
    level: 'standard',
  },
];
