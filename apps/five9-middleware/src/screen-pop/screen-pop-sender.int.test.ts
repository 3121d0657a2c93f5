import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../clock/system-clock.ts';
import { FaultBoard } from '../faults/fault-board.ts';
import { Five9Simulator } from '../simulator/five9-simulator.ts';
import { startRig } from '../testing/start-rig.ts';
import type { ScreenPopSettings } from './screen-pop-sender.ts';

const key = Buffer.alloc(32, 7);
const secret = `whsec_${key.toString('base64')}`;

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Platform extends AsyncDisposable {
  readonly url: string;
  readonly received: readonly Received[];
}

/** A platform that answers deliveries with the given statuses in turn, and then with the last of them. */
async function startPlatform(...statuses: readonly number[]): Promise<Platform> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      const status = statuses[received.length - 1] ?? statuses.at(-1) ?? 204;
      // Back to this platform: a sender that follows it is seen a second time.
      response.writeHead(status, status === 307 ? { location: '/elsewhere' } : {}).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/screen-pop`,
    received,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function isSigned({ headers, body }: Received): boolean {
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  const expected = createHmac('sha256', key).update(signed).digest('base64');
  return headers['webhook-signature'] === `v1,${expected}`;
}

function createSimulator(platform: Platform, more: Partial<ScreenPopSettings> = {}, faults = new FaultBoard()) {
  const screenPop = { url: platform.url, secret, retryDelaysMs: [1, 1], ...more };
  return new Five9Simulator({ clock: systemClock, faults, screenPop, timings: { ringMs: 1, wrapUpMs: 0 } });
}

describe('a screen pop', () => {
  test('is signed, and carries the call id that hang-up takes', async () => {
    await using platform = await startPlatform(204);
    await using rig = await startRig({ settings: { screenPop: { url: platform.url, secret } } });
    const inbound = { from: '+15557654321', to: '+18005550100', agentExtension: '1001', campaign: 'support', skill: '502' };
    const { call, announced } = rig.simulator.simulateInboundCall(inbound);
    await announced;
    const [delivery] = platform.received;
    expect(delivery !== undefined && isSigned(delivery)).toBe(true);
    const payload: unknown = JSON.parse(delivery?.body ?? '');
    expect(payload).toEqual({
      event: 'call.ringing',
      event_id: delivery?.headers['webhook-id'],
      call_id: call.callId,
      aliases: { session_id: call.sessionId },
      direction: 'inbound',
      customer_number: '+15557654321',
      dialled_number: '+18005550100',
      agent: { extension: '1001' },
      campaign: 'support',
      skill: '502',
      occurred_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      attributes: {},
    });
    expect((await rig.post('/calls/hangup', { call_id: call.callId })).status).toBe(200);
  });

  test('without an agent is for the queue', async () => {
    await using platform = await startPlatform(204);
    const simulator = createSimulator(platform);
    await simulator.simulateInboundCall({ from: 'anonymous', agentExtension: null }).announced;
    expect(JSON.parse(platform.received[0]?.body ?? '')).not.toHaveProperty('agent');
    await simulator.close();
  });

  test('tells the whole life of a call in order, if asked to', async () => {
    await using platform = await startPlatform(204);
    const events = ['call.ringing', 'call.answered', 'call.ended', 'recording.ready'] as const;
    await using rig = await startRig({ settings: { screenPop: { url: platform.url, secret, events, outbound: true } } });
    const callId = await rig.dial();
    await rig.clock.advance(2_000);
    rig.simulator.customerHangsUp(callId);
    await rig.clock.advance(3_000);
    await expect.poll(() => platform.received.length).toBe(4);
    expect(platform.received.map(({ body }) => JSON.parse(body).event)).toEqual(events);
  });

  test('is not sent for outbound calls unless asked for', async () => {
    await using platform = await startPlatform(204);
    const simulator = createSimulator(platform);
    await simulator.dial({ agentExtension: '1001', destination: '+15550001111' });
    await simulator.close();
    expect(platform.received).toEqual([]);
  });
});

describe('delivery', () => {
  test('tries again with the same id until the platform takes it', async () => {
    await using platform = await startPlatform(503, 500, 200);
    const simulator = createSimulator(platform);
    await simulator.simulateInboundCall({ from: '+15557654321' }).announced;
    expect(new Set(platform.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(platform.received.every(isSigned)).toBe(true);
    expect(simulator.deliveries()).toMatchObject([
      { outcome: 'delivered', attempts: [{ status: 503 }, { status: 500 }, { status: 200 }] },
    ]);
    await simulator.close();
  });

  test('gives up after a bounded number of attempts', async () => {
    await using platform = await startPlatform(503);
    const simulator = createSimulator(platform);
    await simulator.simulateInboundCall({ from: '+15557654321' }).announced;
    expect(simulator.deliveries()).toMatchObject([{ outcome: 'given-up' }]);
    expect(platform.received).toHaveLength(3);
    await simulator.close();
  });

  test.each([400, 401, 410, 307])('does not repeat what was answered %i', async (status) => {
    await using platform = await startPlatform(status);
    const simulator = createSimulator(platform);
    await simulator.simulateInboundCall({ from: '+15557654321' }).announced;
    expect(simulator.deliveries()).toMatchObject([{ outcome: 'refused', attempts: [{ status }] }]);
    expect(platform.received).toHaveLength(1);
    await simulator.close();
  });

  test('says why no answer came', async () => {
    const platform = await startPlatform(204);
    await platform[Symbol.asyncDispose]();
    const simulator = createSimulator(platform);
    await simulator.simulateInboundCall({ from: '+15557654321' }).announced;
    expect(simulator.deliveries()[0]?.attempts[0]).toMatchObject({ failure: 'ECONNREFUSED' });
    await simulator.close();
  });

  test('closing gives up at once, however long the next attempt is away', async () => {
    await using platform = await startPlatform(503);
    const simulator = createSimulator(platform, { retryDelaysMs: [60_000] });
    const { announced } = simulator.simulateInboundCall({ from: '+15557654321' });
    await expect.poll(() => platform.received.length).toBe(1);
    await simulator.close();
    await announced;
    expect(simulator.deliveries()).toMatchObject([{ outcome: 'given-up' }]);
  });
});

test('an event waits for the one before it, also while that is tried again', async () => {
  await using platform = await startPlatform(503, 503, 204);
  const simulator = createSimulator(platform, { events: ['call.ringing', 'call.ended'], retryDelaysMs: [5, 5] });
  const { call, announced } = simulator.simulateInboundCall({ from: '+15557654321' });
  simulator.customerHangsUp(call.callId);
  await announced;
  await expect.poll(() => platform.received.length).toBe(4);
  const events = platform.received.map(({ body }) => JSON.parse(body).event);
  expect(events).toEqual(['call.ringing', 'call.ringing', 'call.ringing', 'call.ended']);
  await simulator.close();
});

describe('faults', () => {
  test('a duplicate has the same id', async () => {
    await using platform = await startPlatform(204);
    const faults = new FaultBoard();
    faults.switchOn('duplicate-webhook', { times: 1 });
    const simulator = createSimulator(platform, {}, faults);
    await simulator.simulateInboundCall({ from: '+15557654321' }).announced;
    const [first, second] = platform.received;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body).toBe(first?.body);
    await simulator.close();
  });

  test('a bad signature is made with another secret', async () => {
    await using platform = await startPlatform(401);
    const faults = new FaultBoard();
    faults.switchOn('bad-signature-webhook', { times: 1 });
    const simulator = createSimulator(platform, {}, faults);
    await simulator.simulateInboundCall({ from: '+15557654321' }).announced;
    expect(platform.received.map(isSigned)).toEqual([false]);
    await simulator.close();
  });

  test('a late one is overtaken by later events of its call', async () => {
    await using platform = await startPlatform(204);
    const events = ['call.ringing', 'call.ended'] as const;
    await using rig = await startRig({ settings: { screenPop: { url: platform.url, secret, events } } });
    rig.faults.switchOn('late-webhook', { times: 1, delayMs: 60_000 });
    const { call, announced } = rig.simulator.simulateInboundCall({ from: '+15557654321' });
    rig.simulator.customerHangsUp(call.callId);
    await expect.poll(() => platform.received.length).toBe(1);
    await rig.clock.advance(60_000);
    await announced;
    expect(platform.received.map(({ body }) => JSON.parse(body).event)).toEqual(['call.ended', 'call.ringing']);
    expect(platform.received.every(isSigned)).toBe(true);
  });
});

test('a URL or a secret that cannot work is refused at once', async () => {
  for (const screenPop of [
    { url: 'platform', secret },
    { url: 'file:///etc', secret },
    { url: 'http://x', secret: 'y' },
  ]) {
    await expect(startRig({ settings: { screenPop } })).rejects.toThrow(/screen-pop/);
  }
});
