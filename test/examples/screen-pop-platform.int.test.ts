import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateSigningSecret, Secret, signDelivery } from '@elasticfunnels/switch-core';
import { describe, expect, test } from 'vitest';
import { findRedis } from '../../packages/switch-redis/src/test-redis.test.fixture.ts';

const SECRET = generateSigningSecret();

interface RunningPlatform extends AsyncDisposable {
  readonly url: string;
  /** Asks it to end; its exit code. */
  end(): Promise<number | null>;
}

async function startPlatform(environment: Readonly<Record<string, string>> = {}): Promise<RunningPlatform> {
  const path = fileURLToPath(new URL('../../examples/screen-pop-platform.ts', import.meta.url));
  const { REDIS_URL: _others, ...inherited } = process.env;
  const child = spawn(process.execPath, ['--conditions=@elasticfunnels/source', path], {
    env: { ...inherited, POP_SECRET: SECRET, PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const port = await new Promise<number>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => resolve(Number(/port: (\d+)/.exec(line)?.[1])));
    void exited.then(() => reject(new Error('It ended before it listened.')));
  });
  return {
    url: `http://127.0.0.1:${port}`,
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

async function deliver(url: string, callId: string, more: object = {}): Promise<string> {
  const body = JSON.stringify({
    event: 'call.ringing',
    call_id: callId,
    direction: 'inbound',
    customer_number: '(202) 555-0123',
    agent: { extension: '1001' },
    occurred_at: '2026-01-05T09:00:00Z',
    ...more,
  });
  const headers = signDelivery(new Secret(SECRET), { id: `msg_${callId}`, timestamp: new Date(), body });
  const request = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body };
  const answer = await fetch(`${url}/screen-pops/acme`, request);
  return `${answer.status} ${await answer.text()}`;
}

interface Stream {
  /** The call of each pop so far, and who it is. */
  readonly calls: string[];
  /** What a browser would resume after. */
  readonly lastEventId: () => string;
  readonly ended: Promise<void>;
  readonly stop: () => void;
}

/** What a browser does with an event stream. */
async function watch(url: string, lastEventId?: string): Promise<Stream> {
  const aborting = new AbortController();
  const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
  const response = await fetch(url, { headers, signal: aborting.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  const calls: string[] = [];
  let id = '';
  const read = async (): Promise<void> => {
    let text = '';
    for await (const piece of response.body ?? []) {
      text += Buffer.from(piece).toString('utf8');
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        id = /^id: (.*)$/m.exec(block)?.[1] ?? id;
        const data = /^event: screen-pop\ndata: (.*)$/m.exec(block)?.[1];
        if (data === undefined) continue;
        const { pop } = JSON.parse(data);
        calls.push(`${pop.event.callId} ${pop.customer.customer?.displayName ?? pop.customer.status}`);
      }
    }
  };
  const ended = read().catch((error: unknown) => {
    if (!aborting.signal.aborted) throw error;
  });
  // The first id says that it is subscribed.
  await expect.poll(() => id).not.toBe('');
  return { calls, lastEventId: () => id, ended, stop: () => aborting.abort() };
}

describe('examples/screen-pop-platform.ts, a platform as a process of its own', () => {
  test('brings a signed delivery to the screen of its agent alone, and what came while the browser was away', async () => {
    await using platform = await startPlatform();
    const { url } = platform;
    const agent = `${url}/agents/acme/1001/events`;
    const before = await watch(agent);
    const other = await watch(`${url}/agents/acme/1002/events`);
    const queue = await watch(`${url}/queues/acme/events`);
    expect(await deliver(url, 'call-1')).toBe('200 {"status":"published"}');
    expect(await deliver(url, 'call-1')).toBe('200 {"status":"duplicate"}');
    await expect.poll(() => before.calls).toEqual(['call-1 Ann Example']);
    before.stop();
    await deliver(url, 'call-2', { customer_number: '+13035550123' });
    await deliver(url, 'call-3');
    await deliver(url, 'call-4', { agent: null });
    const after = await watch(agent, before.lastEventId());
    await expect.poll(() => after.calls).toEqual(['call-2 none', 'call-3 Ann Example']);
    await deliver(url, 'call-5');
    await expect.poll(() => after.calls).toHaveLength(3);
    await expect.poll(() => queue.calls).toEqual(['call-4 Ann Example']);
    expect(other.calls).toEqual([]);
    expect(await platform.end()).toBe(0);
    // Every stream came to an orderly end.
    await Promise.all([after.ended, other.ended, queue.ended]);
  });

  test('shows a page that runs no script but its own, and nothing where nothing is', async () => {
    await using platform = await startPlatform();
    const page = await fetch(`${platform.url}/screen/acme/1001`);
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-/,
    );
    expect(html).not.toMatch(/innerHTML|insertAdjacentHTML|document\.write|1001/);
    const statusOf = async (path: string): Promise<number> => (await fetch(platform.url + path)).status;
    expect(await statusOf('/health')).toBe(200);
    expect(await statusOf('/agents/nobody/1001/events')).toBe(404);
    expect(await statusOf('/agents/acme/%/events')).toBe(404);
    expect(await statusOf('/agents/__proto__/1001/events')).toBe(404);
    expect(await statusOf('/')).toBe(404);
    expect(await platform.end()).toBe(0);
  });

  test('reads its brands and customers from a file', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'platform-'));
    const screenPop = { signing_secrets: [SECRET] };
    const config = { api_base_url: 'https://proxy.example', api_key: 'k' };
    const customers = [{ brand: 'acme', customer: { id: 'c', displayName: 'Bob' }, numbers: ['+12025550123'] }];
    await writeFile(
      join(directory, 'p.json'),
      JSON.stringify({ brands: { acme: { plugin: 'five9', config, screenPop } }, customers }),
    );
    await using platform = await startPlatform({ PLATFORM: join(directory, 'p.json') });
    await rm(directory, { recursive: true });
    const screen = await watch(`${platform.url}/agents/acme/1001/events`);
    expect(await deliver(platform.url, 'call-1', { customer_number: '+12025550123' })).toBe('200 {"status":"published"}');
    await expect.poll(() => screen.calls).toEqual(['call-1 Bob']);
    expect(await platform.end()).toBe(0);
  });

  test('is one platform on two nodes, with a Redis between them', async (context) => {
    const lack = await findRedis.lack();
    if (lack !== undefined && !findRedis.isRequired) context.skip(lack);
    const redis = await findRedis.start();
    try {
      await using first = await startPlatform({ REDIS_URL: redis.url });
      await using second = await startPlatform({ REDIS_URL: redis.url });
      const call = `call-${Date.now()}`;
      const screen = await watch(`${second.url}/agents/acme/1001/events`);
      expect(await deliver(first.url, call)).toBe('200 {"status":"published"}');
      expect(await deliver(second.url, call)).toBe('200 {"status":"duplicate"}');
      await expect.poll(() => screen.calls).toEqual([`${call} Ann Example`]);
      expect(await second.end()).toBe(0);
      await deliver(first.url, `${call}-2`);
      // The browser goes on at the node that is left.
      const again = await watch(`${first.url}/agents/acme/1001/events`, screen.lastEventId());
      await expect.poll(() => again.calls).toEqual([`${call}-2 Ann Example`]);
      expect(await first.end()).toBe(0);
    } finally {
      await redis.stop();
    }
  });
});
