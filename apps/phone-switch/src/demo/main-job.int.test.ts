import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandLineRig, startRig } from '../testing/command-line-rig.ts';

// Times, ports and ids differ from run to run.
const comparable = (text: string): string =>
  text
    .replaceAll(/\d+(\.\d+)?/g, 'N')
    .replaceAll(/ +/g, ' ')
    .trim();

describe('the main job', () => {
  let rig: CommandLineRig;
  beforeAll(async () => {
    rig = await startRig();
  });
  afterAll(async () => {
    await rig[Symbol.asyncDispose]();
  });

  it('goes through a day on the simulated Five9, and prints what the README shows', async () => {
    const { exitCode, out, err } = await rig.run('demo');
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    const shown = await readFile(new URL('../../../../docs/main-job.txt', import.meta.url), 'utf8');
    expect(comparable(out.split('\nNext:')[0] ?? '')).toBe(comparable(shown));
  });

  it('is one object for a machine', async () => {
    const { exitCode, json } = await rig.run('demo', '--json');
    expect(exitCode).toBe(0);
    const { steps } = Object(json()['result']);
    expect(steps).toHaveLength(16);
    expect(steps).toSatisfy((all: readonly { readonly ok: boolean }[]) => all.every(({ ok }) => ok));
  });

  it('runs against a real switch, and hangs up what it placed', async () => {
    const dial = ['--agent', '1001', '--destination', '+15550001111', '--transfer-to', '1002', '--yes'];
    const { exitCode, out } = await rig.run('demo', '--config', 'five9.json', ...dial);
    expect(out).toContain('All 6 steps hold');
    expect(exitCode).toBe(0);
    expect(rig.simulator.dials()).toHaveLength(1);
  });

  it('does not dial a real number without being told to', async () => {
    const before = rig.simulator.dials().length;
    const { exitCode, err } = await rig.run('demo', '--config', 'five9.json', '--agent', '1010', '--destination', '+15550001111');
    expect(err).toContain('This dials for real: add --yes');
    expect(exitCode).toBe(2);
    expect(rig.simulator.dials()).toHaveLength(before);
  });

  it('only connects to a real switch when no number is named', async () => {
    const { exitCode, out } = await rig.run('demo', '--config', 'five9.json');
    expect(out).toContain('Nothing was dialled');
    expect(exitCode).toBe(0);
  });

  it('says which step does not hold, and exits 1', async () => {
    await rig.write('wrong.json', JSON.stringify({ api_base_url: rig.middleware.url, api_key: 'wrong-key' }));
    const { exitCode, out, err } = await rig.run('demo', '--config', 'wrong.json');
    expect(out).toMatch(/^✗ connect .*UNAUTHENTICATED/);
    expect(err).toContain('UNAUTHENTICATED');
    expect(exitCode).toBe(1);
  });
});
