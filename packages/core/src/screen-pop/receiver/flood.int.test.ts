import { Agent, request as sendRequest } from 'node:http';
import { expect, test } from 'vitest';
import { startNodeServer } from './node-server.test.fixture.ts';
import { ACME, GLOBEX, OTHER_SECRET, payload, receiverRig, type SignedRequest, signed } from './receiver.test.fixture.ts';

const FORGED = 4_000;
const GENUINE = 200;

async function post(agent: Agent, url: string, { method, headers, body }: SignedRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = sendRequest(
      url,
      { agent, method, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode ?? 0));
      },
    );
    sending.once('error', reject);
    sending.end(body);
  });
}

test('a flood of forgeries at one brand: every delivery of another brand, from the same source, is shown at its first try', async () => {
  const limits = { sourcePerSecond: 50, concurrentPerSource: 64 };
  await using rig = receiverRig({ limits });
  await using server = await startNodeServer(rig);
  const entries = await rig.watch({ brandId: GLOBEX });
  const flooding = new Agent({ keepAlive: true, maxSockets: 32 });
  const calling = new Agent({ keepAlive: true, maxSockets: 4 });

  const forgery = signed(payload(), { secret: OTHER_SECRET });
  const startedAtMs = performance.now();
  const flood = Promise.all(Array.from({ length: FORGED }, () => post(flooding, server.url('/acme'), forgery)));
  const answers: number[] = [];
  for (let index = 0; index < GENUINE; index += 1) {
    answers.push(await post(calling, server.url('/globex'), signed(payload({ agent: undefined }))));
  }
  const statuses = await flood;
  const seconds = (performance.now() - startedAtMs) / 1000;

  expect(answers).toEqual(Array.from({ length: GENUINE }, () => 200));
  expect(entries).toHaveLength(GENUINE);
  // The bound: of the flood no more is verified than the rate of one source at one brand, and two seconds' worth at once.
  const verified = statuses.filter((status) => status === 401).length;
  expect(verified).toBeGreaterThanOrEqual(2 * limits.sourcePerSecond);
  expect(verified).toBeLessThanOrEqual(limits.sourcePerSecond * (2 + seconds) + 1);
  expect(statuses.filter((status) => status === 429)).toHaveLength(FORGED - verified);
  // And its log is no second flood.
  expect(rig.logger.at('warn').length).toBeLessThanOrEqual(2 * (1 + Math.ceil(seconds / 60)));
});

test("and the flooded brand's own telephony, from another address, is served as well", async () => {
  await using rig = receiverRig({ limits: { sourcePerSecond: 10 } });
  const forgery = signed(payload(), { secret: OTHER_SECRET });
  for (let index = 0; index < 500; index += 1) await rig.send('/acme', forgery, '203.0.113.66');
  const entries = await rig.watch({ brandId: ACME });
  for (let index = 0; index < 50; index += 1) {
    expect((await rig.send('/acme', signed(payload({ agent: undefined })), '198.51.100.7')).status).toBe(200);
  }
  expect(entries).toHaveLength(50);
});

test('a source that leaves bodies unfinished at one brand leaves room for the other, and for other sources', async () => {
  await using rig = receiverRig({ limits: { concurrent: 20, concurrentPerSource: 8, bodyTimeoutMs: 60_000, drainMs: 1 } });
  await using server = await startNodeServer(rig);
  const stuck = new Agent({ maxSockets: 100 });
  const { headers, body } = signed();
  const unfinished = Array.from({ length: 30 }, () => {
    const sending = sendRequest(server.url('/acme'), {
      agent: stuck,
      method: 'POST',
      headers: { ...headers, 'content-length': body.length },
    });
    sending.on('error', () => {});
    sending.write(body.slice(0, 5));
    return sending;
  });
  await expect.poll(() => rig.reports.filter(({ reason }) => reason === 'source_too_many')).toHaveLength(22);
  expect((await fetch(server.url('/globex'), signed())).status).toBe(200);
  expect((await rig.send('/acme', signed(), '198.51.100.7')).status).toBe(200);
  for (const sending of unfinished) sending.destroy();
  await expect.poll(() => rig.reports.filter(({ reason }) => reason === 'body_incomplete')).toHaveLength(8);
  expect((await fetch(server.url('/acme'), signed())).status).toBe(200);
});
