import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { generateSigningSecret, Secret, signDelivery } from '@elasticfunnels/switch-core';
import { describe, expect, test } from 'vitest';

const SECRET = generateSigningSecret();

interface RunningExample extends AsyncDisposable {
  readonly url: string;
  /** The lines that it has printed since it listens. */
  readonly lines: readonly string[];
  /** Asks it to end; its exit code. */
  end(): Promise<number | null>;
}

async function startExample(file: string): Promise<RunningExample> {
  const path = fileURLToPath(new URL(`../examples/${file}`, import.meta.url));
  const child = spawn(process.execPath, ['--conditions=@elasticfunnels/source', path], {
    env: { ...process.env, POP_SECRET: SECRET, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const lines: string[] = [];
  const port = await new Promise<number>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      const listening = /port: (\d+)/.exec(line)?.[1];
      if (listening === undefined) lines.push(line);
      else resolve(Number(listening));
    });
    void exited.then(() => reject(new Error('It ended before it listened.')));
  });
  return {
    url: `http://localhost:${port}/screen-pops/acme`,
    lines,
    async end() {
      child.kill('SIGTERM');
      return (await exited)[0];
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await exited;
    },
  };
}

function delivery(id: string, secret: string = SECRET): RequestInit {
  const body = JSON.stringify({
    event: 'call.ringing',
    call_id: `call-of-${id}`,
    direction: 'inbound',
    customer_number: '(202) 555-0123',
    agent: { extension: '1001' },
    occurred_at: '2026-01-05T09:00:00Z',
  });
  const headers = signDelivery(new Secret(secret), { id, timestamp: new Date(), body });
  return { method: 'POST', headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body };
}

describe.each(['node', 'express', 'fastify', 'hono'])('examples/screen-pop-%s.ts, as a server of its own', (framework) => {
  test('shows a signed delivery once, refuses a forged one, and ends when it is told to', async () => {
    await using example = await startExample(`screen-pop-${framework}.ts`);
    const say = async (request: RequestInit, url = example.url): Promise<string> => {
      const answer = await fetch(url, request);
      return `${answer.status} ${await answer.text()}`;
    };
    expect(await say(delivery('msg_1'))).toBe('200 {"status":"published"}');
    expect(await say(delivery('msg_1'))).toBe('200 {"status":"duplicate"}');
    expect(await say(delivery('msg_2', generateSigningSecret()))).toBe('401 {"error":"unauthenticated"}');
    expect(await say(delivery('msg_3'), example.url.replace('acme', 'nobody'))).toBe('401 {"error":"unauthenticated"}');
    expect(await say({ ...delivery('msg_4'), method: 'PUT' })).toBe('405 {"error":"method_not_allowed"}');
    expect(await say({ method: 'POST', body: 'x' })).toBe('415 {"error":"unsupported_media_type"}');
    expect(await say({ method: 'POST', body: new Uint8Array(9) })).toBe('415 {"error":"unsupported_media_type"}');
    expect(await say({ ...delivery('msg_5'), body: 'x'.repeat(2_000_000) })).toBe('413 {"error":"too_large"}');
    expect(await say(delivery('msg_6'))).toBe('200 {"status":"published"}');
    await expect.poll(() => example.lines).toEqual(['pop call-of-msg_1 found', 'pop call-of-msg_6 found']);
    expect(await example.end()).toBe(0);
  });
});
