import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY, type CommandLineRig, startRig } from '../testing/command-line-rig.ts';

describe('the five operations on the command line', () => {
  let rig: CommandLineRig;
  beforeAll(async () => {
    rig = await startRig();
  });
  afterAll(async () => {
    await rig[Symbol.asyncDispose]();
  });
  const config = ['--config', 'five9.json'];

  const place = async (agent: string, destination: string): Promise<string> => {
    const { json } = await rig.run('call', ...config, '--agent', agent, '--destination', destination, '--json');
    return String(Object(Object(json()['result']).call).callId);
  };

  it('connects, and says so in a line', async () => {
    const { exitCode, out, err } = await rig.run('connect', ...config);
    expect(out).toMatch(/^✓ Connected, credentials verified, in \d+ ms\.\n$/);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
  });

  it('prints exactly one JSON object on stdout for a success', async () => {
    const { exitCode, json } = await rig.run('call', ...config, '--agent', '1010', '--destination', '+15550002222', '--json');
    expect(exitCode).toBe(0);
    expect(json()).toEqual({
      ok: true,
      operation: 'makeCall',
      result: {
        status: 'placed',
        call: expect.objectContaining({ callId: expect.stringMatching(/^\d{15}$/), agentExtension: '1010' }),
      },
    });
  });

  it('sends the campaign, the skill and the idempotency key that the flags name', async () => {
    const dial = [
      'call',
      ...config,
      '--agent',
      '1011',
      '--destination',
      '+15550003333',
      '--campaign',
      'outbound-sales',
      '--skill',
      '501',
    ];
    const first = await rig.run(...dial, '--idempotency-key', 'intent-1', '--json');
    const again = await rig.run(...dial, '--idempotency-key', 'intent-1', '--json');
    expect(rig.simulator.dials().filter(({ agentExtension }) => agentExtension === '1011')).toEqual([
      expect.objectContaining({ campaign: 'outbound-sales', skill: '501', destination: '+15550003333' }),
    ]);
    expect(Object(again.json()['result'])).toEqual({ ...Object(first.json()['result']), replayed: true });
  });

  it('hangs up, and says when the call had ended already', async () => {
    const id = await place('1012', '+15550004444');
    const first = await rig.run('hangup', ...config, '--call-id', id);
    const second = await rig.run('hangup', ...config, '--call-id', id);
    expect(first.out).toContain('The call is ended.');
    expect(second.out).toContain('The call had ended already.');
    expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
  });

  it('transfers by kind', async () => {
    const id = await place('1013', '+15550005555');
    const { exitCode, out } = await rig.run('transfer', ...config, '--call-id', id, '--to', '1014', '--kind', 'attended');
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: '✓ The call went to 1014 (attended).\n' });
  });

  it('waits for a recording, and prints a URL that plays', async () => {
    const id = await place('1015', '+15550006666');
    await rig.run('hangup', ...config, '--call-id', id);
    const { exitCode, json } = await rig.run('recording', ...config, '--call-id', id, '--wait', '20s', '--json');
    expect(exitCode).toBe(0);
    const audio = await fetch(String(Object(json()['result']).url));
    expect(audio.headers.get('content-type')).toContain('audio/');
  });

  it('tells a refusal with its reason and the next step, and exits 1', async () => {
    const { exitCode, out, err } = await rig.run('call', ...config, '--agent', '1003', '--destination', '+15550001111');
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(err).toContain('makeCall failed: AGENT_NOT_READY');
    expect(err).toContain('Agent 1003 is logged out.');
    expect(err).toMatch(/Effect: none/);
    expect(err).toMatch(/Next: {3}Have the agent log in/);
    expect(err).toContain('  See:    docs/troubleshooting.md#agent-cannot-dial\n');
  });

  it('tells a failure as one JSON object of the documented shape', async () => {
    const { exitCode, json } = await rig.run('hangup', ...config, '--call-id', 'nobody-knows', '--json');
    expect(exitCode).toBe(1);
    expect(json()).toMatchObject({
      ok: false,
      operation: 'hangupCall',
      error: {
        code: 'CALL_NOT_FOUND',
        effect: 'none',
        retryable: false,
        hint: expect.any(String),
        message: expect.any(String),
        details: { httpStatus: 404 },
      },
    });
  });

  it('exits 3 when nobody knows whether a phone rings, and has dialled once', async () => {
    rig.faults.switchOn('dial-accepted-never-answered', { times: 1 });
    const dial = ['call', ...config, '--agent', '1016', '--destination', '+15550007777', '--deadline', '300ms', '--json'];
    const { exitCode, json } = await rig.run(...dial);
    expect(exitCode).toBe(3);
    expect(Object(json()['error'])).toMatchObject({ code: 'OUTCOME_UNKNOWN', effect: 'unknown' });
    expect(rig.simulator.dials().filter(({ agentExtension }) => agentExtension === '1016')).toHaveLength(1);
  });

  it('shows the key in no output, however the command ends', async () => {
    const runs = await Promise.all([
      rig.run('connect', ...config, '--verbose'),
      rig.runIn({ FIVE9_API_KEY: `${API_KEY}-wrong` }, 'connect', ...config),
      rig.run('connect', ...config, '--api-base-url', 'http://127.0.0.1:1', '--json'),
      rig.run('connect', ...config, '--api-key', `${API_KEY} with space`),
    ]);
    for (const { out, err } of runs) expect(`${out}${err}`).not.toContain(API_KEY);
  });
});
