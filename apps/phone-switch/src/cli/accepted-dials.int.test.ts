import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningViciDial, startViciDialSimulator } from '@elasticfunnels/vicidial-simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captureTerminal } from '../testing/captured-terminal.ts';
import { runCommandLine } from './run-command-line.ts';

const PASS = 'planted-Pass_4711';

describe('a switch that accepts dials, and controls calls by agent', () => {
  let vicidial: RunningViciDial;
  let directory: string;
  beforeAll(async () => {
    vicidial = await startViciDialSimulator({
      user: 'cli',
      pass: PASS,
      timings: { screenMs: 5, ringMs: 5, recordingDelayMs: 5 },
    });
    directory = await mkdtemp(join(tmpdir(), 'phone-switch-'));
    const config = { api_url: vicidial.apiUrl, agent_api_url: vicidial.agentApiUrl, user: 'cli', pass: PASS };
    await writeFile(join(directory, 'vicidial.json'), JSON.stringify({ plugin: 'vicidial', config }));
  });
  afterAll(async () => {
    await vicidial.close();
    await rm(directory, { recursive: true });
  });

  const run = async (...words: readonly string[]): Promise<{ exitCode: number; out: string; err: string }> => {
    const terminal = captureTerminal(directory, {});
    const exitCode = await runCommandLine([...words, '--switch', 'vicidial', '--config', 'vicidial.json'], terminal);
    expect(terminal.out() + terminal.err()).not.toContain(PASS);
    return { exitCode, out: terminal.out(), err: terminal.err() };
  };
  const dial = (agent: string): readonly string[] => ['call', '--agent', agent, '--destination', '+15550001111'];

  it('connects', async () => {
    expect((await run('connect')).out).toMatch(/^✓ Connected, credentials verified/);
  });

  it('tells the reference, and how to find the call of it', async () => {
    const { out } = await run(...dial('1001'));
    const [, reference = ''] = /Next: phone-switch find --reference (\S+)/.exec(out) ?? [];
    expect(out).toContain(`Reference: ${reference}`);
    await expect.poll(async () => (await run('find', '--reference', reference)).out).toMatch(/Call id: M\d{19}/);
  });

  it('waits for the call, and ends, transfers and plays it by its id', async () => {
    const { exitCode, out } = await run(...dial('1002'), '--wait-for-call', '5s', '--json');
    const { result } = JSON.parse(out);
    expect({ exitCode, result }).toMatchObject({ exitCode: 0, result: { status: 'accepted', call: { agentExtension: '1002' } } });
    const call = ['--call-id', result.call.callId, '--agent', '1002'];
    await expect.poll(async () => (await run('transfer', ...call, '--to', '1004')).out).toBe('✓ The call went to 1004.\n');
    expect((await run('hangup', ...call)).out).toContain('✓ The call is ended.');
    expect((await run('hangup', ...call)).out).toContain('✓ The call had ended already.');
    expect((await run('recording', ...call, '--wait', '10s')).out).toMatch(/^✓ http:/);
  });

  it('exits 3 when no call of the dial is seen, and says not to dial again blindly', async () => {
    vicidial.faults.switchOn('screen-asleep', { times: 1 });
    const { exitCode, err } = await run(...dial('1010'), '--wait-for-call', '100ms');
    expect(exitCode).toBe(3);
    expect(err).toContain('no call of it was seen within 100ms');
    expect(err).toContain('Look at the agent’s screen before dialling again');
  });

  it('exits 3 when looking for the call fails after the dial was taken: it is no failed dial', async () => {
    // The dial comes to nothing on the agent's screen, so that it is looked for again and again.
    const before = vicidial.faults.occurrences('screen-asleep');
    vicidial.faults.switchOn('screen-asleep', { times: 1 });
    const running = run(...dial('1011'), '--wait-for-call', '10s');
    await expect.poll(() => vicidial.faults.occurrences('screen-asleep')).toBe(before + 1);
    vicidial.faults.switchOn('html-error-page', { function: 'agent_status' });
    const { exitCode, err } = await running;
    vicidial.faults.switchOff('html-error-page');
    expect(err).toMatch(
      /makeCall failed: \w+\n {2}The switch took the dial, and looking for its call failed: .* Its reference is \S+\.\n/,
    );
    expect(err).toContain('Effect: unknown');
    expect(exitCode).toBe(3);
  });

  it('finds nothing for what is no reference', async () => {
    const { exitCode, out } = await run('find', '--reference', 'nonsense', '--json');
    expect({ exitCode, out: JSON.parse(out) }).toEqual({
      exitCode: 0,
      out: { ok: true, operation: 'findCall', result: { status: 'not_found' } },
    });
  });
});
