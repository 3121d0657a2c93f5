import {
  type Conclusion,
  conclusionsOf,
  DNS_FAULTS,
  type Fault,
  type FaultFacts,
  FAULTS,
  type FaultServer,
  NO_FAULT,
  POISON,
  startFaultServer,
} from '@elasticfunnels/switch-core/testing/faults';
import { describe, expect, test } from 'vitest';
import { SwitchError } from '../errors/switch-error.ts';
import { OPERATIONS, type Operation } from '../switch/operation.ts';
import { toAnswerError } from './answer-error.ts';
import { noAuthorisation } from './authorisation.ts';
import { makeClient } from './client.test.fixture.ts';
import type { HttpClient } from './http-client.ts';
import type { HttpAnswer } from './http-transport.ts';
import { type HurriedClock, makeHurriedClock } from './hurried-clock.test.fixture.ts';
import { readJsonBody } from './json-answer.ts';
import { loopbackTransport } from './loopback-transport.test.fixture.ts';
import { LOOPBACK_ALLOWED } from './network-policy.ts';
import { until } from './raw-server.test.fixture.ts';
import type { RequestKind } from './request-kind.ts';
import type { UndiciTransportOptions } from './undici-transport.ts';

// What the whole way from the client to the wire concludes of each fault, once a role; the same client against faults,
// operations, retry settings and moments of giving up, multiplied, is the fault matrix's.

interface Asked {
  readonly operation: Operation;
  readonly kind?: RequestKind;
}

type Ended = { readonly ends: 'result'; readonly id: string } | Omit<Extract<Conclusion, { ends: 'error' }>, 'repeated'>;

const ATTEMPTS = 3;
const ONE_OF_EACH_ROLE: readonly Asked[] = [
  { operation: 'makeCall' },
  { operation: 'transferCall' },
  { operation: 'hangupCall' },
  { operation: 'findCall', kind: 'question' },
];
const QUESTION: Asked = { operation: 'findCall', kind: 'question' };

/** Reads an answer as a driver does: a success says so, and a dial's names the call. */
function reading({ operation, kind }: Asked): (answer: HttpAnswer) => string {
  return (answer) => {
    const body = readJsonBody(answer);
    const value = body.kind === 'object' ? body.value : {};
    if (answer.status > 299 || value['success'] === false) {
      const common = { operation, kind, answer, path: '/calls', authorisation: noAuthorisation, now: new Date() };
      throw toAnswerError({ ...common, fromService: body.kind === 'object', namesCall: operation !== 'makeCall' });
    }
    const id = value['call_id'];
    const named = typeof id === 'string' && id !== '' && id.trim() === id;
    const told = body.kind !== 'other' && (value['success'] ?? true) === true;
    if (told && (named || operation !== 'makeCall')) return String(id);
    if (kind === 'question' || OPERATIONS[operation].idempotent)
      throw new SwitchError('CONTRACT_VIOLATED', { reason: 'not_json' });
    throw new SwitchError('OUTCOME_UNKNOWN', { reason: 'unreadable_answer' });
  };
}

async function ask(client: HttpClient, asked: Asked): Promise<Ended> {
  try {
    const id = await client.send({ ...asked, method: 'POST', path: '/calls', json: { a: 1 }, read: reading(asked) });
    return { ends: 'result', id };
  } catch (error) {
    if (!SwitchError.is(error)) throw error;
    const { code, effect, retryable } = error;
    return { ends: 'error', code, effect, retryable };
  }
}

const endsInSilence = ({ conclusions }: FaultFacts): boolean =>
  conclusions.question.some((one) => one.ends === 'error' && one.code === 'TIMED_OUT');

/** Lets the deadline pass once a byte of the request has arrived; where none ever will, a moment later. */
async function hurryOnceAsked(server: FaultServer, { stage }: FaultFacts, clock: HurriedClock): Promise<void> {
  const before = server.bytesSeen();
  if (['resolve', 'connect', 'handshake'].includes(stage)) await new Promise((resolve) => setTimeout(resolve, 30));
  else await until(() => server.bytesSeen() > before);
  clock.hurry();
}

/** Asks a server, or a resolver, with a fault, and holds how it ended against what may be concluded. */
async function provoke(
  server: FaultServer,
  { fault, asked, clock }: { readonly fault: FaultFacts; readonly asked: Asked; readonly clock: HurriedClock },
  { baseUrl = server.url.href, ...options }: UndiciTransportOptions & { readonly baseUrl?: string } = {},
): Promise<void> {
  const policy = { ...LOOPBACK_ALLOWED, certificateAuthorities: server.certificateAuthorities };
  await using transport = loopbackTransport({ policy, clock, ...options });
  const client = makeClient({ transport, clock, retry: { attempts: ATTEMPTS, baseDelayMs: 1, maxDelayMs: 1 }, baseUrl });
  if (fault.stage === 'reuse') await ask(client, QUESTION);
  const before = server.requestsSeen().length;
  const hurried = endsInSilence(fault) ? hurryOnceAsked(server, fault, clock) : undefined;
  const ended = await ask(client, asked);
  await hurried;
  expectConclusion(fault, asked, ended, server.requestsSeen().length - before);
  expect(clock.pendingTimers).toBe(0);
  await transport.close();
  await server.idle();
}

function expectConclusion(fault: FaultFacts, { operation, kind }: Asked, ended: Ended, seen: number): void {
  const conclusions = conclusionsOf(fault, operation, kind);
  const reached = conclusions.filter((one) =>
    one.ends === 'result' || ended.ends === 'result'
      ? one.ends === ended.ends
      : one.code === ended.code && one.effect === ended.effect && one.retryable === ended.retryable,
  );
  expect(reached, `${JSON.stringify(ended)} of ${JSON.stringify(conclusions)}`).not.toEqual([]);
  if (ended.ends === 'result') expect(ended.id).not.toBe(POISON);
  const triesOf = (one: Conclusion): number => (one.ends === 'error' && one.repeated ? ATTEMPTS : 1);
  const tries = reached.map(triesOf);
  // Where the deadline was hurried along it may have cut the tries short, and each may have ended in another way.
  if (fault.seen === 'always' && !endsInSilence(fault)) expect(tries).toContain(seen);
  else expect(seen).toBeLessThanOrEqual(fault.seen === 'never' ? 0 : Math.max(...conclusions.map(triesOf)));
  const ringsOnce = !OPERATIONS[operation].idempotent && kind !== 'question';
  if (ringsOnce && ended.ends === 'error' && ended.effect !== 'none') expect(seen).toBeLessThanOrEqual(1);
}

describe.each(ONE_OF_EACH_ROLE)('$operation concludes no more and no less than it can know', (asked) => {
  test.each(FAULTS)('$name', async (fault: Fault) => {
    const clock = makeHurriedClock();
    await using server = await startFaultServer({ fault, dripMs: 1 });
    await provoke(server, { fault, asked, clock });
  });

  test.each(DNS_FAULTS)('$name', async (fault) => {
    await using server = await startFaultServer({ fault: NO_FAULT });
    const baseUrl = `http://switch.test:${server.url.port}`;
    await provoke(server, { fault, asked, clock: makeHurriedClock() }, { baseUrl, resolveHost: fault.makeResolver() });
  });
});
