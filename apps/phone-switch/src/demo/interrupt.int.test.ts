import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type CommandLineRig, startRig } from '../testing/command-line-rig.ts';
import { spawnPhoneSwitch } from '../testing/spawn-phone-switch.ts';

let rig: CommandLineRig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(async () => {
  await rig[Symbol.asyncDispose]();
});

it('the main job on a real switch hangs up what it placed when it is given up', async () => {
  rig.faults.switchOn('answer-late', { operation: 'transfer', delayMs: 20_000 });
  const day = ['--agent', '1001', '--destination', '+15550001111', '--transfer-to', '1002', '--yes'];
  const child = spawnPhoneSwitch(['demo', '--config', 'five9.json', ...day], { directory: rig.directory });
  await vi.waitUntil(() => rig.simulator.calls().some(({ agentExtension }) => agentExtension === '1002'), { timeout: 10_000 });
  child.process.kill('SIGTERM');
  const { exitCode, out } = await child.ended;
  expect(out).toMatch(/✗ transfer .*OUTCOME_UNKNOWN[^]*✓ hang up .*ended/);
  expect(rig.simulator.calls().every(({ state }) => state === 'ended')).toBe(true);
  // Whether it went to the other agent, nobody can tell.
  expect(exitCode).toBe(3);
});
