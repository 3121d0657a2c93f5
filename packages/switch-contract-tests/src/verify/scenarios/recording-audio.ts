import { isAnswer, sendRequest, type WireAnswer, type WireFailure } from '../wire/send-request.ts';
import { optionsOf } from './lifecycle.ts';
import { findingAbout, type Scenario, type ScenarioContext, type ScenarioRule } from './scenario.ts';

const RULE: ScenarioRule = {
  rule: 'recording-plays',
  text: 'The URL of a recording plays: it answers 200 or 206 with audio, without the credentials of the middleware.',
  row: 'Recording URL empty or invalid',
  consequence: 'A browser that plays the recording has no key: the URL must be enough by itself.',
};
const AUDIO = /^(audio|video)\/|^application\/(octet-stream|ogg|mp4)/i;
const FIRST_BYTES = 4_096;

/** S7: fetches the start of a recording as a browser would. */
export const RECORDING_AUDIO: Scenario = {
  id: 'S7',
  title: 'a recording’s URL plays',
  level: 'full',
  operation: 'recording',
  destructive: true,
  run: async (context) => {
    const state = await context.states.setUp('a call with a finished recording');
    if (state.kind === 'unsatisfied') return { kind: 'not-verified', reason: state.reason };
    const callId = state.values['call_id'] ?? '';
    const body = JSON.stringify({ call_id: callId });
    const exchange = await context.link.post('recording', body, context.expecting('success'));
    const url = findUrl(exchange.end, context);
    if (url === undefined) {
      return { kind: 'judged', findings: [findingAbout(context, exchange, RULE, { expected: 'the URL of a recording' })] };
    }
    const problem = await findProblem(url, context);
    if (problem === undefined) return { kind: 'judged', findings: [] };
    const expected = 'audio at the URL, to a request without credentials';
    return { kind: 'judged', findings: [findingAbout(context, exchange, RULE, { expected, actual: problem })] };
  },
};

function findUrl(end: WireAnswer | WireFailure, { target }: ScenarioContext): URL | undefined {
  if (!isAnswer(end)) return undefined;
  let body: unknown;
  try {
    body = JSON.parse(end.body);
  } catch {
    return undefined;
  }
  const values = target.config.recordingUrlFields.map((field) => field.split('.').reduce<unknown>(memberOf, body));
  const text = values.find((value) => typeof value === 'string' && value !== '');
  const url = typeof text === 'string' ? URL.parse(text) : null;
  return url !== null && /^https?:$/.test(url.protocol) ? url : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

async function findProblem(url: URL, context: ScenarioContext): Promise<string | undefined> {
  const { target, signal } = context;
  const end = await sendRequest(
    { method: 'GET', url, headers: { range: `bytes=0-${FIRST_BYTES - 1}`, accept: 'audio/*' } },
    {
      timeoutMs: optionsOf(context).deadlineMs,
      signal,
      certificateAuthorities: target.certificateAuthorities,
      maximumBytes: FIRST_BYTES,
    },
  );
  // Not the URL itself: its query may be a signature.
  const where = `the URL at ${url.host}`;
  if (!isAnswer(end)) return `${where}: ${end.reason}`;
  if (end.status !== 200 && end.status !== 206) return `${where} answered HTTP ${end.status}`;
  const type = end.headers['content-type'] ?? 'no content-type';
  if (!AUDIO.test(type)) return `${where} answered with ${type}`;
  return end.body === '' ? `${where} answered with nothing` : undefined;
}
