import { answerFault } from './answer-fault.ts';
import { answerBytes, JSON_TYPE } from './answer-text.ts';
import { redirected } from './conclusions.ts';
import type { Fault } from './fault.ts';
import type { StruckExchange } from './fault-behaviour.ts';

const STATUSES = [301, 302, 303, 307, 308] as const;

interface Target {
  readonly to: string;
  readonly what: string;
  readonly locate: (exchange: StruckExchange) => string | undefined;
}

const pathOf = ({ request }: StruckExchange): string => request?.target ?? '/';

/** Whoever follows one of them shows up as another request, or as one to an address that is none of its business. */
const TARGETS: readonly Target[] = [
  { to: 'itself', what: 'to the same URL', locate: (exchange) => new URL(pathOf(exchange), exchange.origin).href },
  { to: 'relative', what: 'to a path', locate: () => '/elsewhere' },
  {
    to: 'other-host',
    what: 'to another name of this machine',
    locate: (exchange) => `${exchange.origin.protocol}//localhost:${exchange.origin.port}${pathOf(exchange)}`,
  },
  { to: 'private', what: 'to a private address', locate: () => 'http://10.0.0.1/admin' },
  { to: 'metadata', what: "to a cloud's metadata", locate: () => 'http://169.254.169.254/latest/meta-data/' },
  { to: 'script', what: 'to a script', locate: () => 'javascript:alert(1)' },
  { to: 'nowhere', what: 'without a location', locate: () => undefined },
];

function redirect(status: (typeof STATUSES)[number], { to, what, locate }: Target): Fault {
  return answerFault({
    name: `redirect-${status}-${to}`,
    summary: `HTTP ${status} ${what}.`,
    conclusions: redirected(status),
    send: (exchange) => {
      const location = locate(exchange);
      return [answerBytes(status, '', location === undefined ? [] : [`location: ${location}`])];
    },
  });
}

const TO_PLAIN_HTTP: readonly Fault[] = STATUSES.map((status) => ({
  ...redirect(status, { to: 'plain-http', what: 'from https to http', locate: ({ origin }) => `http://${origin.host}/` }),
  scheme: 'https',
  behaviour: {
    tls: {},
    send: ({ origin }) => [answerBytes(status, '', [`location: http://${origin.host}/`])],
    after: 'keep',
  },
}));

/** Each redirect to each kind of place; and the two of the 300s that are none. */
export const REDIRECT_FAULTS: readonly Fault[] = [
  ...STATUSES.flatMap((status) => TARGETS.map((target) => redirect(status, target))),
  ...TO_PLAIN_HTTP,
  answerFault({
    name: 'status-300',
    summary: 'HTTP 300 with a choice of places.',
    conclusions: redirected(300),
    send: () => [answerBytes(300, '{"choices":[]}', [JSON_TYPE, 'location: /one'])],
  }),
  answerFault({
    name: 'status-304',
    summary: 'HTTP 304 to a request that had no condition.',
    conclusions: redirected(304),
    send: () => ['HTTP/1.1 304 Not Modified\r\n\r\n'],
  }),
];
