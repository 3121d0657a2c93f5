import { answerBytes, healthyBytes, JSON_TYPE } from './answer-text.ts';
import { either, lost, notSent, refused, silent, succeeded } from './conclusions.ts';
import type { Conclusions, Fault } from './fault.ts';
import type { FaultBehaviour, HealthyAnswer } from './fault-behaviour.ts';

/**
 * The id of the call in every answer too many, which a fault server sends when nobody asked. No operation may ever give
 * it as its own.
 */
export const POISON: string = 'poison-call-of-nobody';

const POISON_ANSWER = answerBytes(200, JSON.stringify({ success: true, call_id: POISON }), [JSON_TYPE]);

interface Reused {
  readonly name: string;
  readonly summary: string;
  readonly conclusions: Conclusions;
  readonly behaviour: FaultBehaviour;
  readonly seen?: Fault['seen'];
}

function reuse({ name, summary, conclusions, behaviour, seen = 'always' }: Reused): Fault {
  return { name, summary, stage: 'reuse', seen, scheme: 'http', conclusions, behaviour };
}

// Noticed before the first byte is written, or too late; over a new connection all is well.
const staleOrNew = either(succeeded, lost, notSent('UNREACHABLE'));

/**
 * What can be wrong with a connection that is used again, or with the order of requests and answers. Send a request of
 * no consequence first, and then the one that counts: the conclusions are about that one.
 */
export const REUSE_FAULTS: readonly Fault[] = [
  reuse({
    name: 'stale-close',
    summary: 'The server closes the idle connection just as the second request is on its way.',
    conclusions: staleOrNew,
    seen: 'either',
    behaviour: { strikesAt: 'first_byte', strikesFrom: 2, after: 'close' },
  }),
  reuse({
    name: 'stale-reset',
    summary: 'The server resets the idle connection just as the second request is on its way.',
    conclusions: staleOrNew,
    seen: 'either',
    behaviour: { strikesAt: 'first_byte', strikesFrom: 2, after: 'reset' },
  }),
  reuse({
    name: 'stale-stall',
    summary: 'The second request on a connection gets no answer, as behind a load balancer that forgot it.',
    conclusions: either(succeeded, silent),
    seen: 'either',
    behaviour: { strikesAt: 'first_byte', strikesFrom: 2, after: 'stall' },
  }),
  reuse({
    name: 'reset-at-second-request',
    summary: 'The second request on a connection is read, and the connection reset.',
    conclusions: either(succeeded, lost),
    behaviour: { strikesFrom: 2, after: 'reset' },
  }),
  reuse({
    name: 'close-after-answer',
    summary: 'The connection closes right after an answer that did not say so.',
    conclusions: staleOrNew,
    seen: 'either',
    behaviour: { send: ({ healthy }) => [healthyBytes(healthy)], after: 'close' },
  }),
  reuse({
    name: 'reset-after-answer',
    summary: 'The connection is reset right after a whole answer.',
    conclusions: staleOrNew,
    seen: 'either',
    behaviour: { send: ({ healthy }) => [healthyBytes(healthy)], after: 'reset' },
  }),
  reuse({
    name: 'close-said',
    summary: 'The answer says that the connection closes, and it does.',
    conclusions: succeeded,
    behaviour: { send: ({ healthy }) => [withHeader(healthy, 'connection: close')], after: 'close' },
  }),
  reuse({
    name: 'close-said-and-kept',
    summary: 'The answer says that the connection closes, and it stays open.',
    conclusions: succeeded,
    behaviour: { send: ({ healthy }) => [withHeader(healthy, 'connection: close')], after: 'stall' },
  }),
  reuse({
    name: 'keep-alive-short',
    summary: 'The answer says that the connection is kept for a second, and it closes at once.',
    conclusions: staleOrNew,
    seen: 'either',
    behaviour: { send: ({ healthy }) => [withHeader(healthy, 'keep-alive: timeout=1')], after: 'close' },
  }),
  reuse({
    name: 'keep-alive-for-ever',
    summary: 'The answer says that the connection is kept for years.',
    conclusions: succeeded,
    behaviour: { send: ({ healthy }) => [withHeader(healthy, 'keep-alive: timeout=999999999')], after: 'keep' },
  }),
  reuse({
    name: 'idle-408',
    summary: 'After the answer, a 408 on the idle connection, and it closes, as some proxies do.',
    conclusions: staleOrNew,
    seen: 'either',
    behaviour: { send: ({ healthy }) => [healthyBytes(healthy), answerBytes(408, '', ['connection: close'])], after: 'close' },
  }),
  reuse({
    name: 'poison-answer',
    summary: 'After the answer, another one that nobody asked for; the connection stays open.',
    conclusions: staleOrNew,
    seen: 'either',
    behaviour: { send: ({ healthy }) => [healthyBytes(healthy), POISON_ANSWER], after: 'keep' },
  }),
  reuse({
    name: 'poison-in-one',
    summary: 'Two answers in one packet.',
    conclusions: staleOrNew,
    seen: 'either',
    behaviour: { send: ({ healthy }) => [Buffer.concat([healthyBytes(healthy), POISON_ANSWER])], after: 'keep' },
  }),
  reuse({
    name: 'poison-half',
    summary: 'After the answer, the beginning of another one.',
    conclusions: staleOrNew,
    seen: 'either',
    behaviour: { send: ({ healthy }) => [healthyBytes(healthy), POISON_ANSWER.subarray(0, 40)], after: 'keep' },
  }),
  reuse({
    name: 'poison-junk',
    summary: 'After the answer, bytes that are no HTTP.',
    conclusions: staleOrNew,
    seen: 'either',
    behaviour: { send: ({ healthy }) => [healthyBytes(healthy), 'junk'], after: 'keep' },
  }),
  {
    ...reuse({
      name: 'early-200',
      summary: 'A whole answer before the body of the request was read, and the connection closes.',
      conclusions: either(succeeded, lost),
      seen: 'never',
      behaviour: { strikesAt: 'request_headers', send: ({ healthy }) => [healthyBytes(healthy)], after: 'close' },
    }),
    stage: 'request',
  },
  {
    ...reuse({
      name: 'early-413',
      summary: '413 before the body of the request was read, and the connection is reset.',
      conclusions: either(refused('REJECTED'), lost),
      seen: 'never',
      behaviour: {
        strikesAt: 'request_headers',
        send: () => [answerBytes(413, '{"message":"too large"}', [JSON_TYPE])],
        after: 'reset',
      },
    }),
    stage: 'request',
  },
  {
    ...reuse({
      name: 'answer-before-request',
      summary: 'The answer as soon as the connection is made: nobody can tell it from one to the request that is just leaving.',
      conclusions: staleOrNew,
      seen: 'either',
      behaviour: { strikesAt: 'accept', send: ({ healthy }) => [healthyBytes(healthy)], after: 'keep' },
    }),
    stage: 'connect',
  },
  {
    ...reuse({
      name: 'busy-on-accept',
      summary: '503 as soon as the connection is made, and it closes: a server with too many connections.',
      conclusions: either(refused('UPSTREAM_FAILED'), lost, notSent('UNREACHABLE')),
      seen: 'never',
      behaviour: { strikesAt: 'accept', send: () => [answerBytes(503, '', ['connection: close'])], after: 'close' },
    }),
    stage: 'connect',
  },
];

function withHeader({ status, json }: HealthyAnswer, header: string): Uint8Array {
  return answerBytes(status, JSON.stringify(json), [JSON_TYPE, header]);
}
