import { getEventListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { LOOPBACK_ALLOWED } from '@elasticfunnels/switch-core';
import { RecordingLogger } from '@elasticfunnels/switch-core/testing';
import {
  type Fault,
  type FaultServer,
  NO_FAULT,
  type SeenRequest,
  startFaultServer,
} from '@elasticfunnels/switch-core/testing/faults';
import { armAbort } from './arm-abort.ts';
import { CountingClock } from './counting-clock.ts';
import { holdClosedPort } from './held-port.ts';
import { watchLag } from './loop-lag.ts';
import { DEADLINES, deadlineOf, type MatrixCase, RETRIES, serverFaultOf } from './matrix-case.ts';
import type { Leftovers, Observation } from './observation.ts';
import { callOperation, settle } from './call-operation.ts';
import { seededRandom, seedOf } from './seeded-random.ts';
import { type OpenSubject, openSubject, PLANTED_KEY, type Subject } from './subject.ts';

/** How long after its deadline an operation is waited for: so long that no busy machine is taken for a hanging driver. */
export const PATIENCE_MS = 1_500;
/** How long connections may take to go after the host was closed. */
const GONE_WITHIN_MS = 3_000;
/** Long enough for a connection to be made and a request sent for nobody. */
const LINGERS_MS = 15;
/** More than a client may read of an answer, and little enough to be written many times. */
const MAX_SENT_BYTES = 2_500_000;

/** How often a case is played again when somebody else's request got into it. */
const PLAYED_AT_MOST = 3;

/**
 * Plays one case against a fault server of its own, over real sockets, and tells what happened. Any process on the machine
 * may send to a port that was another's a moment ago: a case into which a stranger's request got is played again.
 */
export async function playCase(one: MatrixCase, subject: Subject): Promise<Observation> {
  for (let times = 1; ; times += 1) {
    const seen = await playOnce(one, subject);
    if (times === PLAYED_AT_MOST || !seen.requests.some(isStrangers)) return seen;
  }
}

// A driver that forgets its credentials does so each time, and is judged by the last.
function isStrangers({ headers }: SeenRequest): boolean {
  return headers['authorization'] !== `Bearer ${PLANTED_KEY}`;
}

async function playOnce(one: MatrixCase, subject: Subject): Promise<Observation> {
  const stage = new Stage(one);
  await using server = await stage.open();
  await using held = serverFaultOf(one)?.behaviour.port === 'closed' ? await holdClosedPort() : undefined;
  const clock = new CountingClock();
  const logger = new RecordingLogger();
  const random = seededRandom(seedOf(one.name));
  const opened = await openSubject(subject, {
    baseUrl: held === undefined ? stage.baseUrlOf(server) : `http://127.0.0.1:${held.port}`,
    network: { ...LOOPBACK_ALLOWED, certificateAuthorities: server.certificateAuthorities },
    retry: { random, ...RETRIES[one.retry] },
    clock,
    logger,
    ...stage.resolver(),
  });
  if (one.fault.stage === 'reuse') await warmUp(opened);
  const before = { requests: server.requestsSeen().length, bytes: server.bytesSeen(), ids: stage.idsGiven.length };
  const connectionsBefore = server.connectionsSeen();
  const played = await perform(one, opened, stage, random);
  // Whoever says that nothing was done has the time to be found a liar: closing the host would end what is still to be sent.
  if (played.outcome.ended.ends === 'error' && played.outcome.ended.effect === 'none') await pause(LINGERS_MS);
  const left = await closeAll(opened, server, clock, played.signal);
  return {
    ...played.outcome,
    requests: server.requestsSeen().slice(before.requests),
    bytes: server.bytesSeen() - before.bytes,
    connections: server.connectionsSeen() - connectionsBefore,
    idsGiven: stage.idsGiven.slice(before.ids),
    left,
    logged: logger.text(),
  };
}

/** The server's side of one case: which fault, what it answers, and who wants to know when it strikes. */
class Stage {
  readonly idsGiven: string[] = [];
  readonly #case: MatrixCase;
  #onEvent: (event: 'connection' | 'request' | 'strike') => void = () => {};

  constructor(one: MatrixCase) {
    this.#case = one;
  }

  /** From now on. */
  listen(onEvent: (event: 'connection' | 'request' | 'strike') => void): void {
    this.#onEvent = onEvent;
  }

  open(): Promise<FaultServer> {
    return startFaultServer({
      fault: variantOf(this.#case),
      dripMs: 1,
      maxSentBytes: MAX_SENT_BYTES,
      onEvent: (event) => this.#onEvent(event),
      answer: () => {
        const id = `30000000000${String(1_000 + this.idsGiven.length)}`;
        this.idsGiven.push(id);
        return { status: 200, json: { success: true, call_id: id, url: `https://recordings.example.com/${id}.mp3` } };
      },
    });
  }

  baseUrlOf({ url }: FaultServer): string {
    return 'makeResolver' in this.#case.fault ? `http://switch.test:${url.port}` : url.href;
  }

  resolver(): { readonly resolveHost?: ReturnType<Extract<MatrixCase['fault'], { makeResolver: unknown }>['makeResolver']> } {
    return 'makeResolver' in this.#case.fault ? { resolveHost: this.#case.fault.makeResolver() } : {};
  }
}

/** The fault as the case has it: striking once only, or slowly enough to be given up in the middle of the answer. */
function variantOf(one: MatrixCase): Fault {
  const fault = serverFaultOf(one) ?? NO_FAULT;
  const { behaviour } = fault;
  const answers = behaviour.send !== undefined && (fault.stage === 'answer' || fault.stage === 'answered');
  const drips = one.abort === 'answering' && answers;
  let strikes = 0;
  const send: Fault['behaviour']['send'] = (exchange) => {
    strikes += 1;
    const sending = one.heals && strikes > 1 ? NO_FAULT.behaviour.send : behaviour.send;
    return sending?.(exchange) ?? [];
  };
  return { ...fault, behaviour: { ...behaviour, ...(drips ? { drips } : {}), ...(one.heals ? { send } : {}) } };
}

/** A request of no consequence, so that there is a connection to use again. */
async function warmUp({ phone }: OpenSubject): Promise<void> {
  await settle(() => phone.connect({ deadlineMs: 5_000 }), 10_000);
}

interface Played {
  readonly outcome: Pick<Observation, 'ended' | 'elapsedMs' | 'abortedAtMs' | 'lagMs'>;
  readonly signal: AbortSignal;
}

async function perform(one: MatrixCase, { phone }: OpenSubject, stage: Stage, random: () => number): Promise<Played> {
  const arming = armAbort(one, random);
  stage.listen(arming.onEvent);
  const deadlineMs = DEADLINES[one.deadline];
  const options = { ...(deadlineMs === undefined ? {} : { deadlineMs }), signal: arming.signal };
  const lag = watchLag();
  const startedAt = performance.now();
  const settling = settle(() => callOperation(phone, one.operation, options), deadlineOf(one) + PATIENCE_MS);
  arming.begin();
  const ended = await settling;
  const elapsedMs = performance.now() - startedAt;
  const lagMs = lag.largestMs();
  lag.end();
  const abortedAtMs = arming.abortedAt === undefined ? undefined : Math.max(0, arming.abortedAt - startedAt);
  // Whoever gives up what is over changes nothing.
  arming.end();
  return { outcome: { ended, elapsedMs, abortedAtMs, lagMs }, signal: arming.signal };
}

async function closeAll(
  { host }: OpenSubject,
  server: FaultServer,
  clock: CountingClock,
  signal: AbortSignal,
): Promise<Leftovers> {
  const listeners = getEventListeners(signal, 'abort').length;
  const closing = await host.close().then(
    () => undefined,
    (thrown: unknown) => String(thrown),
  );
  await within(GONE_WITHIN_MS, server.idle());
  return { connections: server.connectionsOpen(), timers: clock.pendingTimers, listeners, closing };
}

/** Waits for something, but not for ever. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([work, new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)))]);
  clearTimeout(timer);
}
