import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Five9Simulator, type RunningMiddleware, startMiddleware } from '@elasticfunnels/five9-middleware';
import { issueCertificate } from '@elasticfunnels/switch-core/testing/faults';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const API_KEY = 'tls-planted-key';
const DAY_MS = 86_400_000;
const KIT = fileURLToPath(new URL('../examples/run-switch-contract.ts', import.meta.url));

const authority = issueCertificate({ subject: 'Private authority', authority: true });
const good = { subject: 'proxy.test', addresses: ['127.0.0.1'] };

describe('the kit before a middleware that speaks TLS', () => {
  const simulator = new Five9Simulator({ timings: { ringMs: 1, wrapUpMs: 0, recordingDelayMs: 1 } });
  let middleware: RunningMiddleware;
  let directory: string;
  beforeAll(async () => {
    middleware = await startMiddleware({ five9: simulator, authentication: { kind: 'bearer', apiKey: API_KEY } });
    directory = await mkdtemp(join(tmpdir(), 'kit-tls-'));
    await writeFile(join(directory, 'authority.pem'), authority.cert);
  });
  afterAll(async () => {
    await middleware.close();
    await simulator.close();
    await rm(directory, { recursive: true });
  });

  /** TLS in front of the middleware, as a proxy of the customer's would end it. */
  async function startTls({
    cert,
    key,
  }: {
    readonly cert: string;
    readonly key: string;
  }): Promise<{ server: Server; url: string }> {
    const server = createServer({ cert, key }, (incoming, outgoing) => {
      const { method = 'GET', headers } = incoming;
      const passed = request(new URL(incoming.url ?? '/', middleware.url), { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      passed.on('error', () => outgoing.destroy());
      incoming.pipe(passed);
    });
    server.on('tlsClientError', () => {});
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return { server, url: `https://127.0.0.1:${(server.address() as AddressInfo).port}` };
  }

  async function verify(url: string, ...more: readonly string[]): Promise<{ exitCode: number; printed: string }> {
    const words = [
      'verify',
      '--base-url',
      url,
      '--api-key-env',
      'KEY',
      '--agent',
      '1001',
      '--destination',
      '+15550001111',
      ...more,
    ];
    const child = execFile(process.execPath, ['--conditions=@elasticfunnels/source', KIT, ...words], {
      cwd: directory,
      env: { ...process.env, KEY: API_KEY },
      timeout: 60_000,
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: string) => (printed += chunk));
    const [exitCode] = (await once(child, 'close')) as [number];
    return { exitCode, printed };
  }

  test('a private issuer that --ca names is trusted, and the contract is verified over TLS', async () => {
    const { server, url } = await startTls(issueCertificate(good, authority));
    const { exitCode, printed } = await verify(url, '--ca', 'authority.pem', '--only', 'M1|H1');
    server.close();
    expect(printed).toContain('✓ M1');
    expect(printed).toContain('✓ H1');
    expect(exitCode).toBe(0);
  });

  test.each([
    ['self-signed', issueCertificate(good), 'self-signed'],
    ['of an issuer that nobody trusts', issueCertificate(good, authority), '--ca'],
    [
      'expired',
      issueCertificate({ ...good, notBefore: new Date(Date.now() - 9 * DAY_MS), notAfter: new Date(Date.now() - DAY_MS) }),
      '',
    ],
  ])('a certificate that is %s ends the run with exit code 3 and a sentence that says so', async (_kind, certificate, says) => {
    const { server, url } = await startTls(certificate);
    const { exitCode, printed } = await verify(url);
    server.close();
    expect(printed).toContain('certificate');
    expect(printed).toContain(says);
    expect(printed).not.toContain(API_KEY);
    expect(exitCode).toBe(3);
  });
});
