import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SwitchError } from '../errors/switch-error.ts';
import { noAuthorisation } from '../http/authorisation.ts';
import { type HurriedClock, makeHurriedClock } from '../http/hurried-clock.test.fixture.ts';
import { LOOPBACK_ALLOWED } from '../http/network-policy.ts';
import type { OriginLimits } from '../http/origin-limits.ts';
import { answerText, findClosedPort, type RawExchange, type RawServer, startRawServer } from '../http/raw-server.test.fixture.ts';
import type { SwitchServices } from '../plugin/define-plugin.ts';
import type { Capability } from '../switch/capabilities.ts';
import type { Operation } from '../switch/operation.ts';
import type { OperationsWith, PhoneSwitch } from '../switch/phone-switch.ts';
import type { CallOptions } from '../switch/requests.ts';
import { createSwitchHost } from './create-switch-host.ts';
import type { SwitchHost } from './switch-host.ts';
import { CALL, DIAL, vendorPlugin, vendorSwitch } from './vendor.test.fixture.ts';

const ANSWER = answerText(200, '{}');
const answerAll = ({ socket }: RawExchange): void => void socket.write(ANSWER);
const keepSilent = (): void => {};

/** A driver that sends one request an operation, to the origin that its label names. */
function driver(label: string, services: SwitchServices): Partial<OperationsWith<Capability>> {
  const http = services.http({ baseUrl: new URL(label), authorisation: noAuthorisation });
  const send = <T>(operation: Operation, options: CallOptions | undefined, result: T): Promise<T> =>
    http.send({ operation, method: 'POST', path: `/${operation}`, json: {}, options, read: () => result });
  return {
    connect: (options) => send('connect', options, { status: 'reachable', latencyMs: 1, reason: 'r' } as const),
    makeCall: (_request, options) => send('makeCall', options, { status: 'placed', call: CALL } as const),
    hangupCall: (_call, options) => send('hangupCall', options, { status: 'ended' } as const),
  };
}

interface Rig extends AsyncDisposable {
  readonly host: SwitchHost;
  readonly clock: HurriedClock;
  readonly phoneAt: (url: URL) => Promise<PhoneSwitch>;
}

/** A host as a platform makes it, on sockets: silence alone does not take its time. */
function openRig(given: Partial<OriginLimits> = {}): Rig {
  // Long, so that no pause passes by itself on a machine that is busy.
  const originLimits = { firstPauseMs: 60_000, longestPauseMs: 60_000, failuresWithinMs: 60_000, ...given };
  const clock = makeHurriedClock();
  const host = createSwitchHost({ network: LOOPBACK_ALLOWED, clock, retry: { attempts: 1 }, originLimits });
  host.register(vendorPlugin(({ label }, services) => vendorSwitch(driver(label, services))));
  const phoneAt = (url: URL): Promise<PhoneSwitch> => {
    host.setBrand(`brand-${url.port}`, { plugin: 'vendor', config: { label: url.origin } });
    return host.phoneSwitch(`brand-${url.port}`);
  };
  return { host, clock, phoneAt, [Symbol.asyncDispose]: () => host.close() };
}

/** A dial to a number of its own: identical ones would join. */
function dial(phone: PhoneSwitch, index: number): Promise<unknown> {
  return phone.makeCall({ ...DIAL, destination: `+1555${String(index).padStart(7, '0')}` }).catch((error: unknown) => error);
}

function codesOf(outcomes: readonly unknown[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) {
    const code = SwitchError.is(outcome) ? outcome.code : 'done';
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

describe('one dead origin and 99 live ones', () => {
  const live: RawServer[] = [];
  beforeAll(async () => {
    live.push(...(await Promise.all(Array.from({ length: 99 }, () => startRawServer(answerAll)))));
  });
  afterAll(async () => {
    await Promise.all(live.map((server) => server[Symbol.asyncDispose]()));
  });

  async function callAll(rig: Rig, rounds: number): Promise<readonly unknown[]> {
    const phones = await Promise.all(live.map((server) => rig.phoneAt(server.url('/'))));
    const calls = Array.from({ length: rounds }, (_, round) => phones.map((phone) => dial(phone, round)));
    return Promise.all(calls.flat());
  }

  test('that takes every request and never answers: it gets its bound, and every live one all it asks for', async () => {
    await using dead = await startRawServer(keepSilent);
    await using rig = openRig();
    const phone = await rig.phoneAt(dead.url('/'));
    const hanging = Array.from({ length: 300 }, (_, index) => dial(phone, index));
    await dead.arrived(64);
    expect(codesOf(await callAll(rig, 5))).toEqual({ done: 495 });
    // Those beyond its bound were refused before the live ones were asked; the others wait for their deadline.
    expect(dead.opened).toBe(64);
    for (const server of live) expect(server.opened).toBeLessThanOrEqual(5);
    rig.clock.hurry();
    const outcomes = codesOf(await Promise.all(hanging));
    // 64 were sent; the 192 that waited for a connection were not, and nobody's phone can ring for them.
    expect(outcomes).toEqual({ OUTCOME_UNKNOWN: 64, TIMED_OUT: 192, RATE_LIMITED: 44 });
    expect(dead.requests).toHaveLength(64);
    expect(codesOf([await dial(phone, 1_000)])).toEqual({ UNREACHABLE: 1 });
    expect(codesOf(await callAll(rig, 1))).toEqual({ done: 99 });
  });

  test('that refuses connections: after ten it is left alone, and the live ones never notice', async () => {
    const closed = new URL(`http://127.0.0.1:${await findClosedPort()}`);
    await using rig = openRig();
    const phone = await rig.phoneAt(closed);
    const outcomes: unknown[] = [];
    for (let call = 0; call < 12; call += 1) outcomes.push(await dial(phone, call));
    expect(outcomes.map((error) => SwitchError.has(error, 'UNREACHABLE') && error.details.retryAt !== undefined)).toEqual([
      ...Array.from({ length: 10 }, () => false),
      true,
      true,
    ]);
    expect(codesOf(await callAll(rig, 2))).toEqual({ done: 198 });
  });
});

describe('an origin that comes back', () => {
  const limits = { failuresInARow: 3 };

  test('is found out by one dial, which rings once; all others go through after it', async () => {
    let silent = true;
    const held: RawExchange[] = [];
    await using server = await startRawServer((exchange) => (silent ? held.push(exchange) : answerAll(exchange)));
    await using rig = openRig(limits);
    const phone = await rig.phoneAt(server.url('/'));
    const failing = [1, 2, 3].map((index) => dial(phone, index));
    await server.arrived(3);
    rig.clock.hurry();
    expect(codesOf(await Promise.all(failing))).toEqual({ OUTCOME_UNKNOWN: 3 });
    expect(codesOf([await dial(phone, 4)])).toEqual({ UNREACHABLE: 1 });
    // The pause passes; the first to come is the trial, and it is on the wire while the others ask.
    rig.clock.hurry();
    const trial = dial(phone, 5);
    await server.arrived(4);
    expect(codesOf(await Promise.all([6, 7, 8].map((index) => dial(phone, index))))).toEqual({ UNREACHABLE: 3 });
    silent = false;
    for (const exchange of held.slice(3)) answerAll(exchange);
    expect(codesOf([await trial])).toEqual({ done: 1 });
    expect(codesOf(await Promise.all([9, 10, 11].map((index) => dial(phone, index))))).toEqual({ done: 3 });
    // Three in vain, the trial, and three: none was sent twice, and the refused ones never.
    expect(server.requests).toHaveLength(3 + 1 + 3);
  });

  test('a trial that gets no answer is in doubt, once, and nothing more is sent', async () => {
    await using server = await startRawServer(keepSilent);
    await using rig = openRig(limits);
    const phone = await rig.phoneAt(server.url('/'));
    const failing = [1, 2, 3].map((index) => dial(phone, index));
    await server.arrived(3);
    rig.clock.hurry();
    await Promise.all(failing);
    rig.clock.hurry();
    const trial = dial(phone, 4);
    await server.arrived(4);
    rig.clock.hurry();
    expect(codesOf([await trial])).toEqual({ OUTCOME_UNKNOWN: 1 });
    expect(codesOf([await dial(phone, 5)])).toEqual({ UNREACHABLE: 1 });
    expect(server.requests).toHaveLength(4);
  });

  test('whoever connects finds it at once, before the pause is over, and opens it to all', async () => {
    let broken = true;
    await using server = await startRawServer((exchange) => (broken ? exchange.socket.destroy() : answerAll(exchange)));
    await using rig = openRig(limits);
    const phone = await rig.phoneAt(server.url('/'));
    for (const index of [1, 2, 3]) await dial(phone, index);
    expect(codesOf([await dial(phone, 4)])).toEqual({ UNREACHABLE: 1 });
    expect(await phone.connect().catch((error: unknown) => error)).toMatchObject({ code: 'UPSTREAM_FAILED' });
    broken = false;
    expect(await phone.connect()).toMatchObject({ status: 'reachable' });
    expect(codesOf([await dial(phone, 5)])).toEqual({ done: 1 });
  });
});
