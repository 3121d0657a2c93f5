import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type CommandLineRig, startRig } from '../testing/command-line-rig.ts';

describe('Ctrl-C', () => {
  let rig: CommandLineRig;
  beforeAll(async () => {
    rig = await startRig();
  });
  afterAll(async () => {
    await rig[Symbol.asyncDispose]();
  });

  it('during a dial says that nobody knows the outcome, and exits 3', async () => {
    rig.faults.switchOn('dial-accepted-never-answered', { times: 1 });
    const entry = new URL('../main.ts', import.meta.url).href;
    const dial = ['call', '--config', 'five9.json', '--agent', '1010', '--destination', '+15550001111', '--json'];
    const child = spawn(
      process.execPath,
      [
        '--conditions=@elasticfunnels/source',
        '--input-type=module',
        '-e',
        `import { main } from '${entry}'; await main();`,
        '--',
        'phone-switch',
        ...dial,
      ],
      { cwd: rig.directory },
    );
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString('utf8');
    });
    await vi.waitUntil(() => rig.simulator.dials().length === 1, { timeout: 10_000 });
    child.kill('SIGINT');
    const [exitCode] = await once(child, 'close');
    expect(JSON.parse(out)).toMatchObject({ ok: false, error: { code: 'OUTCOME_UNKNOWN', details: { reason: 'aborted' } } });
    expect(exitCode).toBe(3);
    expect(rig.simulator.dials()).toHaveLength(1);
  });
});
