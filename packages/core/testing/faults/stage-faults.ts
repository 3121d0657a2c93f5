import { JSON_TYPE, headText } from './answer-text.ts';
import { either, lost, neverConnected, notSent, silent } from './conclusions.ts';
import type { Conclusions, Fault } from './fault.ts';
import type { FaultBehaviour } from './fault-behaviour.ts';

interface Stage {
  readonly at: string;
  readonly when: string;
  readonly behaviour: Pick<FaultBehaviour, 'strikesAt' | 'send'>;
  readonly stage: Fault['stage'];
  readonly seen: Fault['seen'];
}

const PARTIAL_BODY = [headText(200, [JSON_TYPE, 'content-length: 64']), '{"success":tr'];

const STAGES: readonly Stage[] = [
  {
    at: 'request-line',
    when: 'after the request line',
    behaviour: { strikesAt: 'request_line' },
    stage: 'request',
    seen: 'never',
  },
  {
    at: 'request-headers',
    when: 'after the headers',
    behaviour: { strikesAt: 'request_headers' },
    stage: 'request',
    seen: 'never',
  },
  { at: 'request-body', when: 'within the body', behaviour: { strikesAt: 'request_body' }, stage: 'request', seen: 'never' },
  { at: 'request', when: 'after the request, before any answer', behaviour: {}, stage: 'answer', seen: 'always' },
  {
    at: 'status-line',
    when: 'after the status line of the answer',
    behaviour: { send: () => ['HTTP/1.1 200 OK\r\n'] },
    stage: 'answer',
    seen: 'always',
  },
  {
    at: 'answer-headers',
    when: 'after the headers of the answer',
    behaviour: { send: () => PARTIAL_BODY.slice(0, 1) },
    stage: 'answer',
    seen: 'always',
  },
  {
    at: 'answer-body',
    when: 'within the body of the answer',
    behaviour: { send: () => PARTIAL_BODY },
    stage: 'answer',
    seen: 'always',
  },
];

const ENDINGS: readonly {
  readonly after: 'reset' | 'close' | 'stall';
  readonly what: string;
  readonly conclusions: Conclusions;
}[] = [
  { after: 'reset', what: 'The connection is reset (RST)', conclusions: lost },
  { after: 'close', what: 'The connection is closed (FIN)', conclusions: lost },
  { after: 'stall', what: 'Silence for ever', conclusions: silent },
];

// Whoever is cut off at once may notice before the first byte is written, or after it.
const cutOff = either(notSent('UNREACHABLE'), lost);

/** The port, and the connection at the moment when it is made. */
export const CONNECT_FAULTS: readonly Fault[] = [
  {
    name: 'refuse',
    summary: 'Nothing listens on the port.',
    stage: 'connect',
    seen: 'never',
    scheme: 'http',
    conclusions: notSent('UNREACHABLE'),
    behaviour: { port: 'closed', after: 'keep' },
  },
  {
    name: 'blackhole',
    summary: 'No attempt to connect is answered, as by a firewall that drops packets.',
    stage: 'connect',
    seen: 'never',
    scheme: 'http',
    conclusions: neverConnected,
    behaviour: { port: 'silent', after: 'keep' },
  },
  ...(['reset', 'close'] as const).map(
    (after): Fault => ({
      name: `${after}-on-accept`,
      summary: `The connection is ${after === 'reset' ? 'reset (RST)' : 'closed (FIN)'} as soon as it is made.`,
      stage: 'connect',
      seen: 'never',
      scheme: 'http',
      conclusions: cutOff,
      behaviour: { strikesAt: 'accept', after },
    }),
  ),
  {
    name: 'stall-on-accept',
    summary: 'The connection is made, and nothing is ever read as a request or answered.',
    stage: 'request',
    seen: 'never',
    scheme: 'http',
    conclusions: silent,
    behaviour: { strikesAt: 'accept', after: 'stall' },
  },
];

/** Reset, close and silence at each point of an exchange. */
export const STAGE_FAULTS: readonly Fault[] = ENDINGS.flatMap(({ after, what, conclusions }) =>
  STAGES.map(
    ({ at, when, behaviour, stage, seen }): Fault => ({
      name: `${after}-at-${at}`,
      summary: `${what} ${when}.`,
      stage,
      seen,
      scheme: 'http',
      conclusions,
      behaviour: { ...behaviour, after },
    }),
  ),
);
