import type { SeenRequest } from '@elasticfunnels/switch-core/testing/faults';
import type { Violation } from './judge-case.ts';
import { attemptsOf, type MatrixCase, type MatrixOperation, serverFaultOf } from './matrix-case.ts';
import type { Observation } from './observation.ts';
import { PLANTED_KEY } from './subject.ts';
import type { Declared } from './what-may-end.ts';

const TARGETS: Readonly<Record<MatrixOperation, string>> = {
  connect: '/',
  makeCall: '/calls/make',
  hangupCall: '/calls/hangup',
  transferCall: '/calls/transfer',
  getCallRecordingUrl: '/calls/recording',
};

/** Codes that say that nothing left this machine. */
const NOT_SENT = ['UNREACHABLE', 'TLS_FAILED', 'BLOCKED_ADDRESS', 'ABORTED', 'TIMED_OUT'];

/** How many requests may have taken effect: each that arrived, but those that the service refused for sure. */
function countEffects({ heals }: MatrixCase, { requests }: Observation, { refusesForSure }: Declared): number {
  if (!refusesForSure) return requests.length;
  return heals ? Math.max(0, requests.length - 1) : 0;
}

/** How often the server saw the request, and what the caller was told of that. */
export function* judgeCount(one: MatrixCase, seen: Observation, declared: Declared): Generator<Violation> {
  const effects = countEffects(one, seen, declared);
  const { requests } = seen;
  if (declared.once && effects > 1) yield { rule: 'double dial', says: `${effects} requests of ${one.operation} took effect` };
  yield* judgeNone(one, seen, declared, effects);
  const most = mostRequests(one, declared);
  if (requests.length > most) yield { rule: 'count', says: `${requests.length} requests where at most ${most} may be sent` };
  const exactly = exactRequests(one, seen, declared);
  if (exactly !== undefined && requests.length !== exactly) {
    yield { rule: 'count', says: `${requests.length} requests instead of ${exactly}` };
  }
  yield* judgeRequests(one, requests);
}

function* judgeNone(one: MatrixCase, { ended, bytes }: Observation, declared: Declared, effects: number): Generator<Violation> {
  if (ended.ends !== 'error' || ended.effect !== 'none') return;
  if (!NOT_SENT.includes(ended.code)) {
    // The service's own word: as good as what the fault declares of it.
    const said = !one.heals && declared.errors.some(({ code, effect }) => code === ended.code && effect === 'none');
    if (effects > 0 && !said) yield { rule: 'misclassified', says: `${ended.code}: nothing happened, of ${effects} requests` };
    return;
  }
  if (effects > 0) yield { rule: 'misclassified', says: `${ended.code}: nothing was sent, and ${effects} requests arrived` };
  // Between two tries of a request that is refused each time, nothing happened although something was sent.
  const refusedBefore = declared.refusesForSure && declared.mayRepeat;
  if (effects === 0 && bytes > 0 && !refusedBefore && !isHandshake(one)) {
    yield { rule: 'misclassified', says: `${ended.code}: nothing was sent, and ${bytes} bytes arrived` };
  }
}

/** Whether the bytes that the server counts are those of a TLS handshake, which it does not take part in. */
function isHandshake(one: MatrixCase): boolean {
  const server = serverFaultOf(one);
  return server?.scheme === 'https' && server.behaviour.tls === undefined;
}

function mostRequests(one: MatrixCase, { mayRepeat, once, refusesForSure }: Declared): number {
  if (one.fault.seen === 'never') return 0;
  return mayRepeat && (!once || refusesForSure) ? attemptsOf(one) : 1;
}

/** Where time and chance play no part; undefined where they may. */
function exactRequests(one: MatrixCase, { ended }: Observation, declared: Declared): number | undefined {
  if (one.abort !== 'never' || one.deadline !== 'default' || one.fault.seen !== 'always') return undefined;
  if (ended.ends === 'result') return one.heals && !declared.conclusions.some(({ ends }) => ends === 'result') ? 2 : undefined;
  if (ended.ends !== 'error') return undefined;
  const reached = declared.errors.filter(({ code, retryable }) => code === ended.code && retryable === ended.retryable);
  if (reached.length === 0 || one.heals) return undefined;
  if (reached.every(({ repeated }) => repeated)) return declared.once && !declared.refusesForSure ? 1 : attemptsOf(one);
  return declared.errors.some(({ repeated }) => repeated) ? undefined : 1;
}

function* judgeRequests({ operation }: MatrixCase, requests: readonly SeenRequest[]): Generator<Violation> {
  for (const { target, headers } of requests) {
    if (target !== TARGETS[operation]) yield { rule: 'strayed', says: `a request to ${target}` };
    if (headers['authorization'] !== `Bearer ${PLANTED_KEY}`)
      yield { rule: 'strayed', says: 'a request without its credentials' };
  }
  if (operation !== 'makeCall' && operation !== 'transferCall') return;
  const keys = new Set(requests.map(({ headers }) => headers['idempotency-key'] ?? ''));
  if (keys.size > 1 || keys.has('')) yield { rule: 'key', says: `${keys.size} keys for one intent, or an empty one` };
}
