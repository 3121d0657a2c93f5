import { expect, test } from 'vitest';
import type { FaultName } from '../faults/fault-catalogue.ts';
import { credentials, type Rig, startRig } from '../testing/start-rig.ts';

const dial = { agent_user: '1001', value: '5550001111', phone_code: '1', search: 'YES', preview: 'NO', focus: 'NO' };

async function dialThrough(rig: Rig, signal?: AbortSignal): Promise<{ status: number; text: string }> {
  const query = new URLSearchParams({ ...credentials, function: 'external_dial', ...dial });
  const response = await fetch(`${rig.vicidial.agentApiUrl}?${query.toString()}`, { signal: signal ?? null });
  return { status: response.status, text: await response.text() };
}

test.each<[FaultName, object]>([
  ['empty-body', { status: 200, text: '' }],
  ['http-500', { status: 500, text: '' }],
  ['html-error-page', { status: 200, text: expect.stringMatching(/^<!DOCTYPE html>/) }],
])('%s spoils the answer, and the dial takes place', async (name, expected) => {
  await using rig = await startRig();
  rig.vicidial.faults.switchOn(name, { times: 1 });
  expect(await dialThrough(rig)).toEqual(expected);
  await rig.clock.advance(1_000);
  expect(rig.vicidial.dialler.dials()).toHaveLength(1);
});

test('reset-after-dial cuts the connection, and the dial takes place', async () => {
  await using rig = await startRig();
  rig.vicidial.faults.switchOn('reset-after-dial', { times: 1 });
  await expect(dialThrough(rig)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  await rig.clock.advance(1_000);
  expect(rig.vicidial.dialler.dials()).toHaveLength(1);
});

test('never-answer keeps silent, and the dial takes place', async () => {
  await using rig = await startRig();
  rig.vicidial.faults.switchOn('never-answer', { times: 1 });
  const controller = new AbortController();
  const asked = dialThrough(rig, controller.signal).catch(() => 'given up');
  await expect.poll(() => rig.vicidial.faults.occurrences('never-answer')).toBe(1);
  await rig.clock.advance(1_000);
  controller.abort();
  expect(await asked).toBe('given up');
  expect(rig.vicidial.dialler.dials()).toHaveLength(1);
});

test('slow answers after its delay', async () => {
  await using rig = await startRig();
  rig.vicidial.faults.switchOn('slow', { times: 1, delayMs: 60_000 });
  let answered = false;
  const asked = rig.nonAgent('logged_in_agents').finally(() => void (answered = true));
  await expect.poll(() => rig.vicidial.faults.occurrences('slow')).toBe(1);
  expect(answered).toBe(false);
  await rig.clock.advance(60_000);
  expect(await asked).toMatch(/^1001\|/);
});

test('a refusal passes untouched, and the fault waits', async () => {
  await using rig = await startRig();
  rig.vicidial.faults.switchOn('http-500', { times: 1 });
  expect(await rig.agent('external_dial', { ...dial, agent_user: '9999' })).toMatch(/^ERROR: agent_user is not logged in/);
  expect((await dialThrough(rig)).status).toBe(500);
});

test('lockout refuses good credentials on both APIs', async () => {
  await using rig = await startRig();
  rig.vicidial.faults.switchOn('lockout', { times: 2 });
  expect(await rig.agent('external_hangup')).toMatch(/\|LOCK\|\n$/);
  expect(await rig.nonAgent('logged_in_agents')).toMatch(/^ERROR: Too many login attempts/);
  expect(await rig.nonAgent('logged_in_agents')).toMatch(/^1001\|/);
});

test('location-empty-forever hides where recordings are', async () => {
  await using rig = await startRig();
  rig.vicidial.faults.switchOn('location-empty-forever');
  await rig.dial();
  await rig.clock.advance(2_000);
  await rig.agent('external_hangup', { agent_user: '1001', value: '1' });
  await rig.clock.advance(600_000);
  expect(await rig.nonAgent('recording_lookup', { agent_user: '1001', date: '2026-01-05' })).toMatch(
    /^[^|]+\|1001\|\d+\|\d+\|\n$/,
  );
});

test('screen-asleep: SUCCESS, and nothing rings', async () => {
  await using rig = await startRig();
  rig.vicidial.faults.switchOn('screen-asleep', { times: 1 });
  expect(await rig.dial()).toMatch(/^SUCCESS/);
  await rig.clock.advance(60_000);
  expect(rig.vicidial.dialler.dials()).toEqual([]);
  await rig.dial();
  expect(rig.vicidial.dialler.dials()).toHaveLength(1);
});
