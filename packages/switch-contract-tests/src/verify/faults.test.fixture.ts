import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { ContractOperation } from '../catalogue/interactions.ts';
import type { ContractLevel } from '../catalogue/levels.ts';
import { changed, type ProxyAnswer, type ProxyRequest, type Spoil } from './spoiling-proxy.test.fixture.ts';

/** One way in which a middleware can be wrong, and who must notice. */
export interface Fault {
  readonly name: string;
  readonly spoil: Spoil;
  /** The operation and the rule that the report must name. */
  readonly caught: { readonly operation: ContractOperation; readonly rule: string };
  /** The lowest level that notices; `core` unless given. */
  readonly level?: ContractLevel;
  /** Flags of the run beside the usual ones. */
  readonly flags?: readonly string[];
  /** Whether the run has to hear screen pops to notice. */
  readonly listens?: true;
}

export const DIAL = '/calls/make';
export const HANGUP = '/calls/hangup';
export const TRANSFER = '/calls/transfer';
export const RECORDING = '/calls/recording';
const GOOD = 'Bearer kR7-planted-secret';

export type Change = (body: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

export const isSuccess = ({ status }: ProxyAnswer): boolean => status < 300;
export const isError = ({ status }: ProxyAnswer): boolean => status >= 400;

/** Changes the answers of one path that a test picks. */
export function answers(
  path: string | undefined,
  which: (answer: ProxyAnswer) => boolean,
  change: (answer: ProxyAnswer) => ProxyAnswer,
): Spoil {
  return async (request, pass) => {
    const answer = await pass(request);
    return (path === undefined || request.path === path) && which(answer) ? change(answer) : answer;
  };
}

export const bodies = (path: string | undefined, which: (answer: ProxyAnswer) => boolean, change: Change): Spoil =>
  answers(path, which, (answer) => changed(answer, change));

/** Changes requests before they reach the middleware. */
export function requests(
  which: (request: ProxyRequest) => boolean,
  headers: (request: ProxyRequest) => Record<string, string>,
): Spoil {
  return (request, pass) => pass(which(request) ? { ...request, headers: headers(request) } : request);
}

export const withKey = ({ headers }: ProxyRequest): Record<string, string> => ({ ...headers, authorization: GOOD });
export const html = (status: number): ProxyAnswer => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: '<!doctype html><html><body><h1>Error</h1></body></html>',
});
export const call =
  (change: (id: string) => unknown): Change =>
  ({ call_id: id, ...rest }) => ({ ...rest, call_id: change(String(id)) });
export const recordingUrl = (url: unknown): Spoil =>
  bodies(
    RECORDING,
    ({ status }) => status === 200,
    (body) => ({ ...body, recording_url: url }),
  );

/** The table that decides whether the kit fails when it should. */
export const FAULTS: readonly Fault[] = [
  {
    name: 'the id of a call has another name',
    spoil: bodies(DIAL, isSuccess, ({ call_id: callId, ...rest }) => ({ ...rest, callId })),
    caught: { operation: 'makeCall', rule: 'call-id' },
  },
  {
    name: 'the id of a call is a number',
    spoil: bodies(DIAL, isSuccess, call(Number)),
    caught: { operation: 'makeCall', rule: 'call-id' },
  },
  {
    name: 'the id of a call is empty',
    spoil: bodies(
      DIAL,
      isSuccess,
      call(() => ''),
    ),
    caught: { operation: 'makeCall', rule: 'call-id' },
  },
  {
    name: 'the id of a call has white space around it',
    spoil: bodies(
      DIAL,
      isSuccess,
      call((id) => ` ${id} `),
    ),
    caught: { operation: 'makeCall', rule: 'call-id' },
  },
  {
    name: 'the id of a call is cut',
    spoil: bodies(
      DIAL,
      isSuccess,
      call((id) => id.slice(0, 9)),
    ),
    caught: { operation: 'transfer', rule: 'lifecycle' },
    level: 'standard',
  },
  {
    name: 'a hangup is 200 with success: false',
    spoil: bodies(HANGUP, isSuccess, () => ({ success: false, message: 'The call could not be hung up.' })),
    caught: { operation: 'hangup', rule: 'success-false' },
  },
  {
    name: 'success is a text',
    spoil: bodies(TRANSFER, isSuccess, (body) => ({ ...body, success: 'true' })),
    caught: { operation: 'transfer', rule: 'success-boolean' },
  },
  {
    name: 'an unknown call is hung up',
    spoil: answers(
      HANGUP,
      ({ status }) => status === 404,
      (answer) => ({ ...answer, status: 200, body: '{"success":true}' }),
    ),
    caught: { operation: 'hangup', rule: 'unknown-call' },
  },
  {
    name: 'a refusal is a 500',
    spoil: answers(
      DIAL,
      ({ status }) => status === 404 || status === 422,
      (answer) => ({ ...answer, status: 500 }),
    ),
    caught: { operation: 'makeCall', rule: 'server-error' },
  },
  {
    name: 'an error is an HTML page',
    spoil: answers(DIAL, isError, ({ status }) => html(status)),
    caught: { operation: 'makeCall', rule: 'error-json' },
  },
  {
    name: 'an error has no message',
    spoil: bodies(undefined, isError, ({ message: reason }) => ({ reason })),
    caught: { operation: 'transfer', rule: 'error-message' },
  },
  {
    name: 'the credentials are not looked at',
    spoil: requests(() => true, withKey),
    caught: { operation: 'connect', rule: 'rejected-credentials' },
  },
  {
    name: 'the credentials are looked at on some paths only',
    spoil: requests(({ path }) => path === RECORDING, withKey),
    caught: { operation: 'recording', rule: 'rejected-credentials' },
    level: 'standard',
  },
  {
    name: 'any Basic credentials are accepted',
    spoil: requests(({ headers }) => headers['authorization']?.startsWith('Basic ') === true, withKey),
    caught: { operation: 'makeCall', rule: 'rejected-credentials' },
    level: 'standard',
  },
  {
    name: 'an override of a path is ignored',
    spoil: (request, pass) => pass(request),
    flags: ['--paths', 'hangup=/v2/end'],
    caught: { operation: 'hangup', rule: 'path-missing' },
  },
  {
    name: 'the idempotency key is ignored',
    spoil: requests(
      ({ path }) => path === DIAL,
      ({ headers: { 'idempotency-key': _key, ...headers } }) => headers,
    ),
    caught: { operation: 'makeCall', rule: 'idempotency' },
    level: 'full',
  },
  {
    name: 'the URL of a recording is null',
    spoil: recordingUrl(null),
    caught: { operation: 'recording', rule: 'recording-url' },
  },
  {
    name: 'the URL of a recording is relative',
    spoil: recordingUrl('/recordings/1.wav'),
    caught: { operation: 'recording', rule: 'recording-url' },
  },
  {
    name: 'the URL of a recording is a script',
    spoil: recordingUrl('javascript:alert(1)'),
    caught: { operation: 'recording', rule: 'recording-url' },
  },
  {
    name: 'a recording that is pending is a 200',
    spoil: answers(
      RECORDING,
      ({ status }) => status === 202,
      (answer) => ({ ...answer, status: 200 }),
    ),
    caught: { operation: 'recording', rule: 'recording-url' },
    level: 'full',
  },
  {
    name: 'the URL of a recording leads to a page',
    spoil: async (request, pass) => {
      if (request.path === '/player') return html(200);
      const answer = await pass(request);
      if (request.path !== RECORDING || answer.status !== 200) return answer;
      return changed(answer, (body) => ({ ...body, recording_url: `http://${request.headers['host']}/player` }));
    },
    caught: { operation: 'recording', rule: 'recording-plays' },
    level: 'full',
  },
  {
    name: 'an error repeats the key',
    spoil: async (request, pass) => {
      const answer = await pass(request);
      const { authorization = '' } = request.headers;
      return isError(answer) ? changed(answer, (body) => ({ ...body, message: `refused: ${authorization}` })) : answer;
    },
    caught: { operation: 'makeCall', rule: 'secret-echoed' },
  },
  {
    name: 'the aliases of a call are numbers',
    spoil: bodies(DIAL, isSuccess, (body) => ({ ...body, aliases: { lead_id: 4711 } })),
    caught: { operation: 'makeCall', rule: 'schema' },
  },
  {
    name: 'answers are compressed',
    spoil: answers(HANGUP, isSuccess, (answer) => ({
      ...answer,
      headers: { ...answer.headers, 'content-encoding': 'gzip' },
      body: gzipSync(answer.body).toString('latin1'),
    })),
    caught: { operation: 'hangup', rule: 'not-compressed' },
  },
  {
    name: 'a hangup is redirected',
    spoil: async (request, pass) =>
      request.path === HANGUP ? { status: 307, headers: { location: '/elsewhere' }, body: '' } : pass(request),
    caught: { operation: 'hangup', rule: 'no-redirect' },
  },
  {
    name: 'JSON is labelled as text',
    spoil: answers(undefined, isError, (answer) => ({ ...answer, headers: { ...answer.headers, 'content-type': 'text/plain' } })),
    caught: { operation: 'hangup', rule: 'content-type' },
  },
  {
    name: 'a transfer is never answered',
    spoil: async (request, pass) => {
      if (request.path === TRANSFER) await sleep(1_500);
      return pass(request);
    },
    flags: ['--timeout', '500'],
    caught: { operation: 'transfer', rule: 'answer-in-time' },
  },
  {
    name: 'a call that has ended is unknown',
    spoil: answers(
      HANGUP,
      ({ status }) => status === 410,
      (answer) => ({ ...answer, status: 404 }),
    ),
    caught: { operation: 'hangup', rule: 'hangup-twice' },
    level: 'standard',
  },
  {
    name: 'malformed input is accepted',
    spoil: answers(
      HANGUP,
      ({ status }) => status === 400,
      (answer) => ({ ...answer, status: 200, body: '{"success":true}' }),
    ),
    caught: { operation: 'hangup', rule: 'malformed-input' },
    level: 'standard',
  },
];
