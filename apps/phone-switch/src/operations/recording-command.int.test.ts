import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CommandLineRig, type Ran, startRig } from '../testing/command-line-rig.ts';

const URL_OF_AUDIO = 'http://127.0.0.1/recording.wav';

describe('waiting for a recording', () => {
  let rig: CommandLineRig;
  let service: Server;
  let asked: number;
  /** From which question on it is there, and what is said until then. */
  let answering: { readonly readyAt: number; readonly retryAfter?: string };
  beforeAll(async () => {
    rig = await startRig();
    service = createServer((_request, response) => {
      asked += 1;
      const { readyAt, retryAfter } = answering;
      const ready = asked >= readyAt;
      const headers = { 'content-type': 'application/json', ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }) };
      const body = ready ? { success: true, recording_url: URL_OF_AUDIO } : { success: true, status: 'pending' };
      response.writeHead(ready ? 200 : 202, headers).end(JSON.stringify(body));
    });
    await once(service.listen(0, '127.0.0.1'), 'listening');
  });
  afterAll(async () => {
    service.close();
    await rig[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    asked = 0;
  });
  const recording = (...words: readonly string[]): Promise<Ran> => {
    const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
    return rig.run('recording', '--api-base-url', url, '--call-id', '1', ...words);
  };

  it('lasts as long as was asked for: the last question comes at its end', async () => {
    answering = { readyAt: 3 };
    // At once, after a second, and when the time is over.
    const { exitCode, out } = await recording('--wait', '1400ms');
    expect({ exitCode, out, asked }).toEqual({ exitCode: 0, out: `✓ ${URL_OF_AUDIO}\n`, asked: 3 });
  });

  it('in vain took that long, and leads to the section about recordings', async () => {
    answering = { readyAt: Infinity };
    const startedAt = performance.now();
    const { exitCode, err } = await recording('--wait', '1200ms');
    expect(performance.now() - startedAt).toBeGreaterThan(1_190);
    expect(err).toContain('The recording was not ready within 1200ms.\n');
    expect(err).toContain('  See:    docs/troubleshooting.md#recording-url-empty-or-invalid\n');
    expect(err).toMatch(/What the switch answers: phone-switch doctor --recording-of 1 --api-base-url \S+\n {2}See/);
    expect(exitCode).toBe(1);
  });

  it('ends at once when the switch says that it will take longer', async () => {
    answering = { readyAt: Infinity, retryAfter: '30' };
    const { exitCode, err } = await recording('--wait', '5s');
    expect(err).toMatch(
      /The recording was not ready after 0\.\d s, and the switch says to ask again in 30 s: later than within 5s\.\n/,
    );
    expect({ exitCode, asked }).toEqual({ exitCode: 1, asked: 1 });
  });
});
