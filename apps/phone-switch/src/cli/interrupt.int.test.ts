import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type CommandLineRig, startRig } from '../testing/command-line-rig.ts';
import { spawnPhoneSwitch, spawnScript } from '../testing/spawn-phone-switch.ts';

let rig: CommandLineRig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(async () => {
  await rig[Symbol.asyncDispose]();
});

describe.each([
  ['SIGINT', '1010', 130],
  ['SIGTERM', '1011', 143],
  ['SIGHUP', '1012', 129],
] as const)('%s', (signal, agent, exitCode) => {
  it('during a dial says that nobody knows the outcome, and exits 3', async () => {
    rig.faults.switchOn('dial-accepted-never-answered', { times: 1 });
    const dials = (): readonly object[] => rig.simulator.dials().filter(({ agentExtension }) => agentExtension === agent);
    const dial = ['call', '--config', 'five9.json', '--agent', agent, '--destination', '+15550001111', '--json'];
    const child = spawnPhoneSwitch(dial, { directory: rig.directory });
    await vi.waitUntil(() => dials().length === 1, { timeout: 10_000 });
    child.process.kill(signal);
    const ended = await child.ended;
    expect(JSON.parse(ended.out)).toMatchObject({
      ok: false,
      error: { code: 'OUTCOME_UNKNOWN', details: { reason: 'aborted' } },
    });
    expect(ended.exitCode).toBe(3);
    expect(dials()).toHaveLength(1);
  });

  it('during a question exits as shells tell it, and leads to no trouble', async () => {
    const asked = Promise.withResolvers<void>();
    await using server = createServer(() => asked.resolve());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const child = spawnPhoneSwitch(['recording', '--api-base-url', url, '--call-id', '1'], { directory: rig.directory });
    await asked.promise;
    child.process.kill(signal);
    const ended = await child.ended;
    server.closeAllConnections();
    expect(ended).toMatchObject({ exitCode, out: '' });
    expect(ended.err).toContain('getCallRecordingUrl failed: ABORTED');
    expect(ended.err).not.toContain('See:');
  });
});

const spawnWork = (work: string): ReturnType<typeof spawnScript> => {
  const entry = new URL('until-interrupted.ts', import.meta.url).href;
  const script = `
    import { untilInterrupted } from '${entry}';
    setInterval(() => {}, 1_000);
    ${work}
  `;
  return spawnScript(script, []);
};

it('a second Ctrl-C ends the process at once', async () => {
  const child = spawnWork(`
    await untilInterrupted((signal) => {
      signal.addEventListener('abort', () => console.log('given up'));
      console.log('working');
      return new Promise(() => {});
    });
  `);
  for (const told of ['working', 'given up']) {
    await vi.waitUntil(() => child.out().includes(told), { timeout: 10_000 });
    child.process.kill('SIGINT');
  }
  expect(await child.ended).toMatchObject({ signal: 'SIGINT' });
});

it('work that goes on regardless is left, and the process ends although something is open', async () => {
  const child = spawnWork(`
    const work = (signal) => {
      signal.addEventListener('abort', () => console.log('given up'));
      return new Promise(() => console.log('working'));
    };
    await untilInterrupted(work, { graceMs: 500 }).catch((error) => {
      console.log(error.message);
      process.exitCode = error.exitCode;
    });
  `);
  await vi.waitUntil(() => child.out().includes('working'), { timeout: 10_000 });
  child.process.kill('SIGTERM');
  await vi.waitUntil(() => child.out().includes('given up'), { timeout: 10_000 });
  // As systemd may send them: neither takes away the time to tell what is known.
  for (const signal of ['SIGHUP', 'SIGTERM'] as const) child.process.kill(signal);
  expect(await child.ended).toMatchObject({ exitCode: 143, out: 'working\ngiven up\nGiven up on SIGTERM.\n' });
});
