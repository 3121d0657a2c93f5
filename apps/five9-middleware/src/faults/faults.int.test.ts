import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { type Rig, type RigReply, startRig } from '../testing/start-rig.ts';
import { faultCatalogue, type FaultName, faultNames } from './fault-catalogue.ts';

const dial = { agent_extension: '1001', destination: '+15550001111' };
const wireFaults = faultNames.filter((name) => faultCatalogue[name].moment !== 'webhook');

type Outcome = RigReply | { readonly failure: string };

/** Dials, and drives the clock for the faults that take time; `dial-accepted-never-answered` is given up. */
async function dialThrough(rig: Rig): Promise<Outcome> {
  const controller = new AbortController();
  const answer = rig.post('/calls/make', dial).catch((error: unknown): Outcome => ({ failure: codeOf(error) }));
  const silence = new Promise<Outcome>((resolve) => {
    controller.signal.addEventListener('abort', () => resolve({ failure: 'no answer' }), { once: true });
  });
  const driving = drive(rig, controller);
  const outcome = await Promise.race([answer, silence]);
  controller.abort();
  await driving;
  return outcome;
}

async function drive(rig: Rig, controller: AbortController): Promise<void> {
  for (let turn = 0; turn < 400 && !controller.signal.aborted; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    // Too little for a call to end by itself, enough for the faults.
    await rig.clock.advance(20);
    if (turn > 100 && rig.faults.occurrences('dial-accepted-never-answered') > 0) controller.abort();
  }
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : String(error);
}

describe('every fault on a dial', () => {
  test.each(wireFaults)('%s rings exactly as the catalogue says', async (name) => {
    await using rig = await startRig();
    rig.faults.switchOn(name, { times: 1 });
    await dialThrough(rig);
    expect(rig.faults.occurrences(name)).toBe(1);
    expect(rig.simulator.dials()).toHaveLength(faultCatalogue[name].moment === 'after' ? 1 : 0);
  });

  test.each<[FaultName, object]>([
    ['dial-accepted-never-answered', { failure: 'no answer' }],
    ['answer-late', { status: 200, json: { success: true } }],
    ['error-500', { status: 500, json: { success: false, code: 'internal' } }],
    ['error-502', { status: 502, json: { success: false, code: 'upstream_failed' } }],
    ['error-503', { status: 503, json: { success: false, code: 'upstream_failed' } }],
    ['error-504', { status: 504, json: { success: false, code: 'upstream_failed' } }],
    ['forbidden', { status: 403, json: { success: false, code: 'forbidden' } }],
    ['html-502', { status: 502, json: undefined, text: expect.stringMatching(/^<!DOCTYPE html>/) }],
    ['html-200', { status: 200, json: undefined, text: expect.stringMatching(/^<!DOCTYPE html>/) }],
    ['truncated-json', { status: 200, json: undefined, text: expect.stringMatching(/^\{"success":true/) }],
    ['reset-before-dial', { failure: 'ECONNRESET' }],
    ['reset-after-dial', { failure: 'ECONNRESET' }],
    ['reset-mid-body', { failure: 'ECONNRESET' }],
    ['drip', { status: 200, json: { success: true, call_id: expect.any(String) } }],
    ['number-call-id', { status: 200, json: { call_id: 300000000115271 } }],
    ['success-string', { status: 200, json: { success: 'true', call_id: expect.any(String) } }],
    ['success-false', { status: 200, json: { success: false, code: 'rejected', message: expect.any(String) } }],
    ['rate-limited', { status: 429, json: { code: 'rate_limited' } }],
    ['redirect-307', { status: 307 }],
    ['redirect-302', { status: 302 }],
    ['wrong-content-type', { status: 200, json: { success: true } }],
  ])('%s looks as it is described', async (name, expected) => {
    await using rig = await startRig();
    rig.faults.switchOn(name, { times: 1 });
    expect(await dialThrough(rig)).toMatchObject(expected);
  });
});

describe('details', () => {
  const one = async (name: FaultName): Promise<RigReply> => {
    await using rig = await startRig();
    rig.faults.switchOn(name, { times: 1 });
    // Awaited here: the rig is gone when this function has returned.
    return await rig.post('/calls/make', dial);
  };

  test('only the 503 and 429 that say so carry Retry-After', async () => {
    expect((await one('error-503')).headers.get('retry-after')).toBe('1');
    expect((await one('rate-limited')).headers.get('retry-after')).toBe('1');
    expect((await one('error-503-no-retry-after')).headers.get('retry-after')).toBeNull();
  });

  test('a redirect leads back to the operation: who follows it dials', async () => {
    expect((await one('redirect-307')).headers.get('location')).toBe('/calls/make');
  });

  test('the huge body is huge, the missing id is missing, the label is wrong', async () => {
    expect((await one('huge-body')).text.length).toBeGreaterThan(8 * 1024 * 1024);
    expect((await one('missing-call-id')).json).not.toHaveProperty('call_id');
    expect((await one('wrong-content-type')).headers.get('content-type')).toMatch(/^text\/plain/);
  });

  test('a hand-written answer still carries the request id', async () => {
    await using rig = await startRig();
    rig.faults.switchOn('drip', { times: 1 });
    const outcome = await dialThrough(rig);
    expect('headers' in outcome && outcome.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('a refusal passes unspoiled, and the fault waits for a dial that takes place', async () => {
    await using rig = await startRig();
    rig.faults.switchOn('reset-after-dial', { times: 1 });
    const unknownAgent = await rig.post('/calls/make', { ...dial, agent_extension: '9999' });
    expect(unknownAgent.status).toBe(404);
    await expect(rig.post('/calls/make', dial)).rejects.toThrow('fetch failed');
  });

  test('after a lost answer the same key gets the true one, and nothing rings twice', async () => {
    await using rig = await startRig();
    rig.faults.switchOn('reset-after-dial', { times: 1 });
    const key = { 'idempotency-key': 'intent-1' };
    await expect(rig.post('/calls/make', dial, key)).rejects.toThrow('fetch failed');
    const again = await rig.post('/calls/make', dial, key);
    expect(again).toMatchObject({ status: 200, json: { call_id: rig.simulator.dials()[0]?.callId } });
    expect(rig.simulator.dials()).toHaveLength(1);
  });

  test('a fault can be limited to another operation', async () => {
    await using rig = await startRig();
    rig.faults.switchOn('error-500', { operation: 'hangup' });
    const callId = await rig.dial();
    expect((await rig.post('/calls/hangup', { call_id: callId })).status).toBe(500);
    expect(rig.simulator.calls()).toMatchObject([{ callId, state: 'ended' }]);
  });
});

test('the table in the README is the catalogue', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const words = { before: 'no', after: '**yes**', webhook: '' };
  for (const name of faultNames) {
    const { moment, summary } = faultCatalogue[name];
    expect(readme).toContain(`| \`${name}\` | ${words[moment]} | ${summary} |`);
  }
});
