import {
  type HttpTransport,
  LOOPBACK_ALLOWED,
  OPERATIONS,
  type PhoneSwitch,
  parseAgentExtension,
} from '@elasticfunnels/switch-core';
import { FakeClock } from '@elasticfunnels/switch-core/testing';
import { DNS_FAULTS, type FaultServer, getFault, NO_FAULT, startFaultServer } from '@elasticfunnels/switch-core/testing/faults';
import { describe, expect, test, vi } from 'vitest';
import { callOperation, settle } from './call-operation.ts';
import { MATRIX_OPERATIONS, type MatrixOperation } from './matrix-case.ts';
import type { Ended } from './observation.ts';
import { openSubject, PRODUCT, type Subject, type SubjectOptions } from './subject.ts';

// The promise of the deadline to the millisecond: the driver's time moves only when a test moves it, the wire is real.

const GRACE_MS = 50;
const NEVER_MS = 20_000;

const SILENT = [
  'blackhole',
  'stall-on-accept',
  'stall-at-request-line',
  'stall-at-request-headers',
  'stall-at-request-body',
  'stall-at-request',
  'stall-at-status-line',
  'stall-at-answer-headers',
  'stall-at-answer-body',
  'tls-handshake-stall',
  'length-too-long-stall',
  'chunks-unended',
  'drip-body',
] as const;

interface Settled {
  readonly ended: Ended;
  /** By the driver's clock, from the call on. */
  readonly atMs: number;
}

/** Calls an operation, waits until nothing moves any more, and then lets the time of the deadline pass and no more than the grace. */
async function settleByDeadline(
  { subject = PRODUCT, ...options }: Omit<SubjectOptions, 'clock'> & { readonly subject?: Subject },
  operation: MatrixOperation,
  ready: () => boolean,
): Promise<Settled> {
  const clock = new FakeClock();
  const { host, phone } = await openSubject(subject, { ...options, clock });
  let settledAt: number | undefined;
  const settling = settle(() => callOperation(phone, operation, {}), NEVER_MS).finally(() => {
    settledAt = clock.monotonicMs();
  });
  await vi.waitUntil(ready, { interval: 1, timeout: NEVER_MS });
  await clock.advance(OPERATIONS[operation].deadlineMs + GRACE_MS);
  expect(settledAt).toBeDefined();
  const ended = await settling;
  expect(clock.pendingTimers).toBe(0);
  await host.close();
  return { ended, atMs: settledAt ?? Number.NaN };
}

function expectInTime({ ended, atMs }: Settled, operation: MatrixOperation): void {
  const { deadlineMs } = OPERATIONS[operation];
  expect(atMs).toBeGreaterThanOrEqual(deadlineMs);
  expect(atMs).toBeLessThanOrEqual(deadlineMs + GRACE_MS);
  expect(ended).toMatchObject({ ends: 'error', code: expect.stringMatching(/^(TIMED_OUT|OUTCOME_UNKNOWN)$/) as string });
}

function networkOf(server: FaultServer): Pick<SubjectOptions, 'baseUrl' | 'network'> {
  const network = { ...LOOPBACK_ALLOWED, certificateAuthorities: server.certificateAuthorities };
  return { baseUrl: server.url.href, network };
}

describe.each(MATRIX_OPERATIONS)('%s settles within its deadline and 50 ms', (operation) => {
  test.each(SILENT)('%s', async (name) => {
    let struck = name === 'blackhole';
    const onEvent = (event: string): void => {
      struck ||= event === 'strike';
    };
    // Its drips come by a clock of their own.
    await using server = await startFaultServer({ fault: getFault(name), onEvent });
    expectInTime(await settleByDeadline(networkOf(server), operation, () => struck), operation);
  });

  test('dns-hanging', async () => {
    await using server = await startFaultServer({ fault: NO_FAULT });
    const { makeResolver } = DNS_FAULTS.find(({ name }) => name === 'dns-hanging') ?? expect.unreachable();
    let asked = false;
    const hanging = makeResolver();
    const options = {
      ...networkOf(server),
      baseUrl: `http://switch.test:${server.url.port}`,
      resolveHost: ((...asking) => {
        asked = true;
        hanging(...asking);
      }) satisfies typeof hanging,
    };
    const settled = await settleByDeadline(options, operation, () => asked);
    expectInTime(settled, operation);
    expect(settled.ended).toMatchObject({ code: 'TIMED_OUT', effect: 'none' });
  });

  test('with a transport that minds neither its deadline nor a signal', async () => {
    let asked = false;
    const deaf: HttpTransport = {
      request: () => {
        asked = true;
        return new Promise(() => {});
      },
      close: async () => {},
    };
    const options = { baseUrl: 'http://127.0.0.1:9', network: LOOPBACK_ALLOWED, subject: { spoilTransport: () => deaf } };
    const settled = await settleByDeadline(options, operation, () => asked);
    expectInTime(settled, operation);
    expect(settled.ended).toMatchObject({ effect: 'unknown' });
  });
});

describe('a dial that waits for a connection', () => {
  const AGENT = parseAgentExtension('1001');
  const oneConnection: Subject = { spoilOptions: (options) => ({ ...options, connectionsPerOrigin: 1 }) };
  const dial = (phone: PhoneSwitch, destination: string, signal?: AbortSignal): Promise<Ended> => {
    const options = signal === undefined ? {} : { signal };
    return settle(() => phone.makeCall({ agentExtension: AGENT, destination }, options), NEVER_MS);
  };

  test('is not sent once its time is over, and says so', async () => {
    await using server = await startFaultServer({ fault: getFault('stall-at-request') });
    const clock = new FakeClock();
    const { host, phone } = await openSubject(oneConnection, { ...networkOf(server), clock });
    const first = dial(phone, '+15550000001');
    await vi.waitUntil(() => server.requestsSeen().length === 1);
    await clock.advance(1_000);
    const second = dial(phone, '+15550000002');
    await clock.advance(OPERATIONS.makeCall.deadlineMs + GRACE_MS);
    expect(await first).toMatchObject({ code: 'OUTCOME_UNKNOWN', reason: 'timed_out' });
    // The connection of the first has gone with it: the second could leave now, for a caller who waits still.
    const told = await second;
    await host.close();
    await server.idle();
    const effects = server.requestsSeen().length - 1;
    expect(told).toMatchObject(
      effects === 0 ? { code: 'TIMED_OUT', effect: 'none' } : { code: 'OUTCOME_UNKNOWN', effect: 'unknown' },
    );
  });

  test('is not sent once it is given up, and says so at once', async () => {
    await using server = await startFaultServer({ fault: getFault('stall-at-request') });
    const clock = new FakeClock();
    const { host, phone } = await openSubject(oneConnection, { ...networkOf(server), clock });
    const first = dial(phone, '+15550000001');
    await vi.waitUntil(() => server.requestsSeen().length === 1);
    const giveUp = new AbortController();
    const second = dial(phone, '+15550000002', giveUp.signal);
    await clock.advance(1_000);
    giveUp.abort();
    expect(await second).toMatchObject({ code: 'ABORTED', effect: 'none' });
    await clock.advance(OPERATIONS.makeCall.deadlineMs);
    expect(await first).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    await host.close();
    await server.idle();
    expect(server.requestsSeen()).toHaveLength(1);
  });
});
