import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandLineRig, startRig } from '../testing/command-line-rig.ts';
import { spawnPhoneSwitch } from '../testing/spawn-phone-switch.ts';

describe('an output that cannot be written', () => {
  let rig: CommandLineRig;
  beforeAll(async () => {
    rig = await startRig();
  });
  afterAll(async () => {
    await rig[Symbol.asyncDispose]();
  });

  const dial = (agent: string): readonly string[] =>
    `call --config five9.json --agent ${agent} --destination +15550001111`.split(' ');
  /** Runs it with an output that fails as a full disk does: it is open for reading alone. */
  const runInto = async (
    where: 'stdout' | 'stderr',
    words: readonly string[],
  ): Promise<{ exitCode: number | null; out: string; err: string }> => {
    const descriptor = openSync(join(rig.directory, 'five9.json'), 'r');
    const stdio = where === 'stdout' ? (['ignore', descriptor, 'pipe'] as const) : (['ignore', 'pipe', descriptor] as const);
    const { ended } = spawnPhoneSwitch(words, { directory: rig.directory, stdio: [...stdio] });
    closeSync(descriptor);
    const { exitCode, out, err } = await ended;
    return { exitCode, out, err };
  };

  it('is no failed dial: what became of the call is told on stderr, and the exit code is 4', async () => {
    const { exitCode, err } = await runInto('stdout', [...dial('1010'), '--json']);
    const [told = '', why] = err.split('\n');
    expect(JSON.parse(told)).toMatchObject({ ok: true, result: { status: 'placed', call: { agentExtension: '1010' } } });
    expect(why).toMatch(/^✗ The command was carried out, but its output could not be written: EBADF/);
    expect(exitCode).toBe(4);
    expect(rig.simulator.dials()).toHaveLength(1);
  });

  it('leaves a failure its own exit code', async () => {
    const refused = await runInto('stdout', [...dial('1003'), '--json']);
    expect(refused.err).toContain('"code":"AGENT_NOT_READY"');
    expect(refused.err).toMatch(/✗ The command ended as exit code 1 says, but its output could not be written: EBADF/);
    expect(refused.exitCode).toBe(1);
    rig.faults.switchOn('dial-accepted-never-answered', { times: 1 });
    const unknown = await runInto('stdout', [...dial('1011'), '--deadline', '300ms', '--json']);
    expect(unknown.err).toContain('"code":"OUTCOME_UNKNOWN"');
    expect(unknown.exitCode).toBe(3);
  });

  it('is told of a command that prints as it goes, too', async () => {
    const { exitCode, err } = await runInto('stdout', ['--help']);
    expect(err).toMatch(/^✗ The command was carried out, but its output could not be written: EBADF/);
    expect(exitCode).toBe(4);
  });

  it('on stderr changes nothing, with a log neither', async () => {
    const { exitCode, out } = await runInto('stderr', [...dial('1012'), '--verbose']);
    expect(out).toMatch(/^✓ Calling/);
    expect(exitCode).toBe(0);
    expect((await runInto('stderr', ['connect', '--config', 'none.json'])).exitCode).toBe(2);
  });
});
