import { randomUUID } from 'node:crypto';
import {
  answers,
  DIAL,
  type Fault,
  HANGUP,
  html,
  isSuccess,
  RECORDING,
  requests,
  TRANSFER,
  withKey,
} from './faults.test.fixture.ts';
import { changed, type Pass, type ProxyAnswer, type ProxyRequest, type Spoil } from './spoiling-proxy.test.fixture.ts';

type Body = Readonly<Record<string, unknown>>;

const DONE: ProxyAnswer = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"success":true}' };
const refusal = (status: number, message: string): ProxyAnswer => ({
  ...DONE,
  status,
  body: JSON.stringify({ success: false, message }),
});
const placed = (): ProxyAnswer => ({ ...DONE, body: JSON.stringify({ success: true, call_id: randomUUID() }) });
const is =
  (...statuses: readonly number[]) =>
  ({ status }: ProxyAnswer): boolean =>
    statuses.includes(status);
const saying =
  (code: string) =>
  ({ body }: ProxyAnswer): boolean =>
    body.includes(`"${code}"`);

/** A body as a lenient program would read it. */
function read({ body }: ProxyRequest): Body {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** Changes what the middleware is asked at one path. */
const asked =
  (path: string, change: (body: Body) => Body): Spoil =>
  (request, pass) =>
    pass(request.path === path ? { ...request, body: JSON.stringify(change(read(request))) } : request);

/** Changes each id in both directions. */
function renamed(name: (id: string) => string, resolve: (name: string) => string): Spoil {
  return async (request, pass: Pass) => {
    const { call_id: id } = read(request);
    const known = typeof id === 'string' ? { ...request, body: request.body.replace(id, resolve(id)) } : request;
    const answer = await pass(known);
    if (request.path !== DIAL || !isSuccess(answer)) return answer;
    return changed(answer, ({ call_id: own, ...rest }) => ({ ...rest, call_id: name(String(own)) }));
  };
}

/** Every placed call is the first one. */
function cachedDial(): Spoil {
  const cache: ProxyAnswer[] = [];
  return async (request, pass) => {
    const answer = await pass(request);
    if (request.path !== DIAL || !isSuccess(answer)) return answer;
    cache.push(answer);
    return cache[0] ?? answer;
  };
}

/** Says that a call was hung up, and lets it go on. */
function answeredOnly(): Spoil {
  const known = new Set<unknown>();
  return async (request, pass) => {
    if (request.path === HANGUP && known.has(read(request)['call_id'])) return DONE;
    const answer = await pass(request);
    if (request.path === DIAL && isSuccess(answer)) known.add((JSON.parse(answer.body) as Body)['call_id']);
    return answer;
  };
}

/** Knows a call by hangup only when it placed it itself. */
function knowsItsOwnAlone(): Spoil {
  const own = new Set<unknown>();
  return async (request, pass) => {
    const { call_id: id } = read(request);
    if (request.path === HANGUP && typeof id === 'string' && /^30+1/.test(id) && !own.has(id)) {
      return { ...refusal(404, 'No call has this id.') };
    }
    const answer = await pass(request);
    if (request.path === DIAL && isSuccess(answer)) own.add((JSON.parse(answer.body) as Body)['call_id']);
    return answer;
  };
}

/** What only shows in what a middleware does, or in what it does not do. */
export const BEHAVIOUR_FAULTS: readonly Fault[] = [
  {
    name: 'anybody may connect',
    spoil: requests(({ path }) => path === '/', withKey),
    caught: { operation: 'connect', rule: 'rejected-credentials' },
  },
  {
    name: 'anybody may dial',
    spoil: requests(({ path }) => path === DIAL, withKey),
    caught: { operation: 'makeCall', rule: 'rejected-credentials' },
  },
  {
    name: 'wrong credentials are a 403',
    spoil: answers(undefined, is(401), (answer) => ({ ...answer, status: 403 })),
    caught: { operation: 'connect', rule: 'rejected-credentials' },
  },
  {
    name: 'wrong credentials get the login page, with a 200',
    spoil: answers('/', is(401), () => html(200)),
    caught: { operation: 'connect', rule: 'rejected-credentials' },
  },
  {
    name: 'whoever gives no credentials is let in',
    spoil: requests(({ headers }) => headers['authorization'] === undefined, withKey),
    caught: { operation: 'hangup', rule: 'rejected-credentials' },
    level: 'standard',
  },
  {
    name: 'an empty key is a good one',
    spoil: requests(({ headers }) => headers['authorization'] === 'Bearer', withKey),
    caught: { operation: 'transfer', rule: 'rejected-credentials' },
    level: 'standard',
  },
  {
    name: 'every answer names a call by another id',
    spoil: renamed(
      () => randomUUID(),
      (id) => id,
    ),
    caught: { operation: 'transfer', rule: 'lifecycle' },
    level: 'standard',
  },
  {
    name: 'ids are answered in lower case, and wanted as they were',
    spoil: renamed(
      (id) => `call-${id}`,
      (id) => id.replace(/^CALL-/, ''),
    ),
    caught: { operation: 'transfer', rule: 'lifecycle' },
    level: 'standard',
  },
  {
    name: 'ids are numbers inside, and lose their last digits',
    spoil: renamed(
      (id) => `9000${id}`,
      (id) => (id.startsWith('9000') ? String(Number(id)).slice(4) : id),
    ),
    caught: { operation: 'transfer', rule: 'lifecycle' },
    level: 'standard',
  },
  {
    name: 'every dial gets the first call’s answer',
    spoil: cachedDial(),
    caught: { operation: 'transfer', rule: 'lifecycle' },
    level: 'standard',
  },
  {
    name: 'an unknown agent is an error in a 200',
    spoil: answers(DIAL, saying('agent_not_found'), () => ({ ...DONE, body: '{"error":"no such agent"}' })),
    caught: { operation: 'makeCall', rule: 'unknown-agent' },
  },
  {
    name: 'a call is placed for whoever asks, agent or not',
    spoil: answers(DIAL, saying('agent_not_found'), placed),
    caught: { operation: 'makeCall', rule: 'unknown-agent' },
  },
  {
    name: 'a destination that is no number is dialled',
    spoil: async (request, pass) => {
      const answer = await pass(request);
      return request.path === DIAL && read(request)['destination'] === 'not-a-number' && answer.status !== 401
        ? placed()
        : answer;
    },
    caught: { operation: 'makeCall', rule: 'undialable-destination' },
  },
  {
    name: 'every dial needs a skill',
    spoil: async (request, pass) =>
      request.path === DIAL && read(request)['campaign_name'] !== undefined && read(request)['skill_id'] === undefined
        ? refusal(422, 'A skill is needed.')
        : pass(request),
    caught: { operation: 'makeCall', rule: 'campaign-and-skill' },
  },
  {
    name: 'the campaign of a dial is lost',
    spoil: asked(DIAL, ({ campaign_name: _campaign, ...rest }) => rest),
    caught: { operation: 'makeCall', rule: 'campaign-and-skill' },
    level: 'standard',
  },
  {
    name: 'the skill of a dial is lost',
    spoil: asked(DIAL, ({ skill_id: _skill, ...rest }) => rest),
    caught: { operation: 'makeCall', rule: 'campaign-and-skill' },
    level: 'standard',
  },
  {
    name: 'a hangup is answered, and the call goes on',
    spoil: answeredOnly(),
    flags: ['--only', 'S3'],
    caught: { operation: 'transfer', rule: 'hangup-ends-call' },
    level: 'standard',
  },
  {
    name: 'hangup does not know the call that a screen pop named',
    spoil: knowsItsOwnAlone(),
    flags: ['--only', 'S6'],
    listens: true,
    caught: { operation: 'hangup', rule: 'pop-call-id' },
    level: 'standard',
  },
  {
    name: 'an unknown call is refused in the body of a 200',
    spoil: answers(HANGUP, is(404), () => ({ ...refusal(200, 'No such call.') })),
    caught: { operation: 'hangup', rule: 'unknown-call' },
  },
  {
    name: 'an unknown call is transferred',
    spoil: answers(TRANSFER, is(404), () => DONE),
    caught: { operation: 'transfer', rule: 'unknown-call' },
  },
  {
    name: 'the recording of an unknown call is pending for ever',
    spoil: answers(RECORDING, is(404), () => ({ ...DONE, status: 202, headers: { ...DONE.headers, 'retry-after': '5' } })),
    caught: { operation: 'recording', rule: 'unknown-call' },
  },
  {
    name: 'a dial without an agent is placed for the last one',
    spoil: asked(DIAL, (body) => ({ agent_extension: '1001', ...body })),
    caught: { operation: 'makeCall', rule: 'malformed-input' },
    level: 'standard',
  },
  {
    name: 'a body that is cut off crashes the middleware',
    spoil: async (request, pass) =>
      request.body !== '' && !request.body.endsWith('}') ? refusal(500, 'Unexpected end of JSON input') : pass(request),
    caught: { operation: 'makeCall', rule: 'server-error' },
    level: 'standard',
  },
  {
    name: 'a replay does not say that it is one',
    spoil: answers(DIAL, isSuccess, ({ headers: { 'idempotent-replayed': _replayed, ...headers }, ...answer }) => ({
      ...answer,
      headers,
    })),
    caught: { operation: 'makeCall', rule: 'idempotency' },
    level: 'full',
  },
  {
    name: 'a repetition is refused for ever',
    spoil: async (request, pass) => {
      const answer = await pass(request);
      return answer.headers['idempotent-replayed'] === undefined ? answer : refusal(409, 'This key was used before.');
    },
    caught: { operation: 'makeCall', rule: 'idempotency' },
    level: 'full',
  },
  {
    name: 'a recording plays with the key only',
    spoil: async (request, pass) => {
      if (request.path === '/audio') return refusal(401, 'Who are you?');
      const answer = await pass(request);
      if (request.path !== RECORDING || answer.status !== 200) return answer;
      return changed(answer, (body) => ({ ...body, recording_url: `http://${request.headers['host']}/audio` }));
    },
    caught: { operation: 'recording', rule: 'recording-plays' },
    level: 'full',
  },
  {
    name: 'a recording is an empty file',
    spoil: async (request, pass) => {
      if (request.path === '/audio') return { status: 200, headers: { 'content-type': 'audio/wav' }, body: '' };
      const answer = await pass(request);
      if (request.path !== RECORDING || answer.status !== 200) return answer;
      return changed(answer, (body) => ({ ...body, recording_url: `http://${request.headers['host']}/audio` }));
    },
    caught: { operation: 'recording', rule: 'recording-plays' },
    level: 'full',
  },
];
