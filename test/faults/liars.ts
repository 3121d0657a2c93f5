import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type CallOptions,
  type Clock,
  type HttpAnswer,
  type HttpTransport,
  type PhoneSwitch,
  SwitchError,
  type SwitchErrorOptions,
  TransportFailure,
  type TransportRequest,
} from '@elasticfunnels/switch-core';
import { POISON } from '@elasticfunnels/switch-core/testing/faults';
import type { Rule } from './judge-case.ts';
import type { Subject } from './subject.ts';

/** A product that breaks a promise, the case in which it shows, and what the matrix must say of it. */
export interface Liar {
  readonly lie: string;
  readonly subject: Subject;
  readonly inCase: string;
  readonly caught: readonly Rule[];
}

type Send = (request: TransportRequest) => Promise<HttpAnswer>;

/** A transport that does something else with each request. */
function sending(spoil: (send: Send, request: TransportRequest) => Promise<HttpAnswer>): Subject {
  return {
    spoilTransport: (transport) => ({
      request: (request) => spoil((one) => transport.request(one), request),
      close: () => transport.close(),
    }),
  };
}

/** A transport that makes something else of each failure. */
function failing(
  spoil: (failure: TransportFailure, send: () => Promise<HttpAnswer>, request: TransportRequest) => Promise<HttpAnswer>,
): Subject {
  return sending((send, request) =>
    send(request).catch((failure: unknown) => {
      if (failure instanceof TransportFailure) return spoil(failure, () => send(request), request);
      throw failure;
    }),
  );
}

/** A switch whose dials are something else. */
function dialling(
  spoil: (
    dial: (options?: CallOptions) => ReturnType<PhoneSwitch['makeCall']>,
    options?: CallOptions,
  ) => ReturnType<PhoneSwitch['makeCall']>,
): Subject {
  return {
    spoilPhone: (phone) =>
      new Proxy(phone, {
        get: (target, name) =>
          name === 'makeCall'
            ? (request: Parameters<PhoneSwitch['makeCall']>[0], options?: CallOptions) =>
                spoil((given) => target.makeCall(request, given), options)
            : (Reflect.get(target, name, target) as unknown),
      }),
  };
}

const retelling = (better: SwitchErrorOptions): Subject =>
  dialling((dial, options) =>
    dial(options).catch((error: unknown) => {
      throw SwitchError.is(error) ? SwitchError.retold(error, better) : error;
    }),
  );

const pretendSent = (failure: TransportFailure, sent: boolean): never => {
  const fault = sent ? failure.fault : ({ kind: 'connect', reason: 'ECONNRESET' } as const);
  throw new TransportFailure(fault, { sent, host: failure.host });
};

const answerOf = (body: string): HttpAnswer => ({ status: 200, headers: { 'content-type': 'application/json' }, body });

function neverCancelling(clock: Clock): Clock {
  return {
    now: () => clock.now(),
    monotonicMs: () => clock.monotonicMs(),
    setTimer: (ms, callback) => {
      clock.setTimer(ms, callback);
      return () => {};
    },
  };
}

/** Fails from the second request on without sending it. */
function sendingOnce(transport: HttpTransport): HttpTransport {
  let sent = 0;
  return {
    request: (request) => {
      sent += 1;
      if (sent === 1) return transport.request(request);
      return Promise.reject(new TransportFailure({ kind: 'lost', reason: 'ECONNRESET' }, { sent: true, host: request.url.host }));
    },
    close: () => transport.close(),
  };
}

/** Does everything but close. */
const neverClosing = (transport: HttpTransport): HttpTransport => ({
  request: (request) => transport.request(request),
  close: async () => {},
});

const LIES_OF_SENDING: readonly Liar[] = [
  {
    lie: 'repeats a POST once after the connection was reset',
    subject: failing((failure, again) => (failure.fault.kind === 'lost' ? again() : Promise.reject(failure))),
    inCase: 'reset-at-request/makeCall/retry:off/abort:never/deadline:default',
    caught: ['double dial', 'count'],
  },
  {
    lie: 'says after a reset that nothing was sent',
    subject: failing((failure) => pretendSent(failure, false)),
    inCase: 'reset-at-request/makeCall/retry:off/abort:never/deadline:default',
    caught: ['misclassified', 'conclusion'],
  },
  {
    lie: 'says after a reset that nothing was sent, and so is asked to send it again',
    subject: failing((failure) => pretendSent(failure, false)),
    inCase: 'close-at-answer-body/transferCall/retry:many/abort:never/deadline:default',
    caught: ['double dial', 'misclassified', 'conclusion', 'count'],
  },
  {
    lie: 'says after it was given up that nothing was sent',
    subject: failing((failure) => Promise.reject(new TransportFailure(failure.fault, { sent: false, host: failure.host }))),
    inCase: 'stall-at-request/makeCall/retry:off/abort:seen/deadline:default',
    caught: ['misclassified'],
  },
  {
    lie: 'says of half a request that nothing was sent',
    subject: failing((failure) => pretendSent(failure, false)),
    inCase: 'close-at-request-headers/makeCall/retry:off/abort:never/deadline:default',
    caught: ['misclassified', 'conclusion'],
  },
  {
    lie: 'says that something was sent when nothing was',
    subject: failing((failure) => pretendSent(failure, true)),
    inCase: 'refuse/makeCall/retry:off/abort:never/deadline:default',
    caught: ['needless doubt'],
  },
  {
    lie: 'uses another key for each try',
    subject: sending((send, request) => send({ ...request, headers: { ...request.headers, 'idempotency-key': randomUUID() } })),
    inCase: 'status-503-wait-0/makeCall/retry:many/abort:never/deadline:default',
    caught: ['key'],
  },
  {
    lie: 'follows a redirect',
    subject: sending(async (send, request) => {
      const answer = await send(request);
      const location = String(answer.headers['location'] ?? '');
      return location === '' ? answer : send({ ...request, url: new URL(location, request.url) });
    }),
    inCase: 'redirect-307-relative/makeCall/retry:off/abort:never/deadline:default',
    caught: ['strayed', 'count'],
  },
  {
    lie: 'does not repeat what may be repeated',
    subject: { spoilTransport: sendingOnce },
    inCase: 'reset-at-request/hangupCall/retry:many/abort:never/deadline:default',
    caught: ['count'],
  },
];

const LIES_OF_ANSWERS: readonly Liar[] = [
  {
    lie: 'takes whatever comes for a success',
    subject: failing(() => Promise.resolve(answerOf('{"success":true,"call_id":"1"}'))),
    inCase: 'reset-at-request/makeCall/retry:off/abort:never/deadline:default',
    caught: ['conclusion', 'foreign result'],
  },
  {
    lie: "gives one caller another's call",
    subject: sending(async (send, request) => (await send(request), answerOf(`{"success":true,"call_id":"${POISON}"}`))),
    inCase: 'none/makeCall/retry:off/abort:never/deadline:default',
    caught: ['foreign result'],
  },
  {
    lie: 'calls retryable what is not',
    subject: retelling({ retryable: true }),
    inCase: 'reset-at-request/makeCall/retry:off/abort:never/deadline:default',
    caught: ['conclusion'],
  },
  {
    lie: 'throws what is no SwitchError',
    subject: dialling((dial, options) => dial(options).catch(() => Promise.reject(new TypeError('undefined is not a function')))),
    inCase: 'status-500/makeCall/retry:off/abort:never/deadline:default',
    caught: ['conclusion'],
  },
  {
    lie: 'says nothing',
    subject: retelling({ message: ' ' }),
    inCase: 'status-500/makeCall/retry:off/abort:never/deadline:default',
    caught: ['unexplained'],
  },
  {
    lie: 'shows its credentials in the cause of an error',
    subject: sending((send, request) =>
      send(request).catch((cause: unknown) => {
        throw new SwitchError(
          'UNREACHABLE',
          { stage: 'connect', host: '', reason: '' },
          { cause: new Error(request.headers['authorization'], { cause }) },
        );
      }),
    ),
    inCase: 'refuse/makeCall/retry:off/abort:never/deadline:default',
    caught: ['secret shown'],
  },
];

const LIES_OF_TIME: readonly Liar[] = [
  {
    lie: 'goes on long after its deadline',
    subject: dialling(async (dial, options) => {
      try {
        return await dial(options);
      } finally {
        await pause(1_510);
      }
    }),
    inCase: 'stall-at-request/makeCall/retry:off/abort:never/deadline:short',
    caught: ['overdue'],
  },
  {
    lie: 'never settles',
    subject: dialling(() => new Promise(() => {})),
    inCase: 'none/makeCall/retry:off/abort:never/deadline:tiny',
    caught: ['overdue'],
  },
  {
    lie: 'gives up before its deadline',
    subject: sending((send, request) => send({ ...request, timeoutMs: Math.min(20, request.timeoutMs) })),
    inCase: 'stall-at-request/makeCall/retry:off/abort:never/deadline:roomy',
    caught: ['too early'],
  },
  {
    lie: 'dials for a caller who had given up',
    subject: dialling((dial) => dial()),
    inCase: 'none/makeCall/retry:default/abort:before/deadline:default',
    caught: ['conclusion', 'count'],
  },
];

const LIES_OF_LEAVING: readonly Liar[] = [
  {
    lie: 'leaves its connection open',
    subject: { spoilTransport: neverClosing, spoilOptions: (options) => ({ ...options, keepAliveMs: 60_000 }) },
    inCase: 'none/makeCall/retry:off/abort:never/deadline:default',
    caught: ['left over'],
  },
  {
    lie: 'leaves its timers',
    subject: {
      spoilOptions: ({ clock, ...options }) => (clock === undefined ? options : { ...options, clock: neverCancelling(clock) }),
    },
    inCase: 'none/makeCall/retry:off/abort:never/deadline:roomy',
    caught: ['left over'],
  },
  {
    lie: "leaves a listener on the caller's signal",
    subject: sending((send, request) => {
      request.signal?.addEventListener('abort', () => {});
      return send(request);
    }),
    inCase: 'none/makeCall/retry:off/abort:never/deadline:default',
    caught: ['left over'],
  },
];

/** One liar at least for each promise. */
export const LIARS: readonly Liar[] = [...LIES_OF_SENDING, ...LIES_OF_ANSWERS, ...LIES_OF_TIME, ...LIES_OF_LEAVING];
