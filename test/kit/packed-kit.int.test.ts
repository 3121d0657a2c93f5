import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { text } from 'node:stream/consumers';
import { FaultBoard, Five9Simulator, generateWebhookSecret, startMiddleware } from '@elasticfunnels/five9-middleware';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFreePort } from './free-port.ts';
import { installPackedKit, type PackedKit } from './packed-kit.ts';

const API_KEY = 'kR7-planted-secret';
const POP_SECRET = generateWebhookSecret();

let kit: PackedKit;

beforeAll(() => {
  kit = installPackedKit();
}, 60_000);

afterAll(() => kit[Symbol.dispose]());

interface Ended {
  readonly exitCode: unknown;
  readonly out: string;
  readonly err: string;
}

/** Runs the installed command, in the folder that it was installed in, as plain Node does. */
function run(...words: readonly string[]): Promise<Ended> {
  return runNode(kit.command, ...words);
}

async function runNode(...words: readonly string[]): Promise<Ended> {
  const { NODE_OPTIONS: _options, ...environment } = process.env;
  const child = spawn(process.execPath, words, {
    cwd: kit.directory,
    env: { ...environment, KEY: API_KEY, POP_SECRET },
  });
  const [out, err, [exitCode]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { exitCode, out, err };
}

describe('the kit, packed and installed in an empty folder', () => {
  it('helps', async () => {
    const { exitCode, out, err } = await run('--help');
    expect(err).toBe('');
    expect(out).toMatch(/Usage: switch-contract/);
    expect(exitCode).toBe(0);
  });

  it('lists the states of its contract', async () => {
    const { exitCode, out } = await run('states');
    expect(out).toContain('an agent can dial');
    expect(exitCode).toBe(0);
  });

  it('prints the OpenAPI document of its contract', async () => {
    const { exitCode, out } = await run('openapi');
    expect(JSON.parse(out)).toEqual(JSON.parse(readFileSync(join(kit.contract, 'openapi.json'), 'utf8')));
    expect(exitCode).toBe(0);
  });

  it('verifies a middleware', async () => {
    const simulator = new Five9Simulator({ timings: { ringMs: 1, recordingDelayMs: 1, wrapUpMs: 0 } });
    const authentication = { kind: 'bearer', apiKey: API_KEY } as const;
    const webhook = `127.0.0.1:${await findFreePort()}`;
    const screenPop = { url: `http://${webhook}/screen-pop`, secret: POP_SECRET };
    const services = { five9: simulator, faults: new FaultBoard(), control: { simulator } };
    const middleware = await startMiddleware({ ...services, authentication, screenPop });
    try {
      const who = ['--agent', '1001', '--destination', '+15550001111', '--transfer-to', '1002'];
      const states = ['--states-url', `${middleware.url}/control/states`, '--states-token-env', 'KEY'];
      const listen = ['--listen', webhook, '--webhook-secret-env', 'POP_SECRET', ...states];
      const { exitCode, out, err } = await run('verify', '--base-url', middleware.url, '--api-key-env', 'KEY', ...who, ...listen);
      expect(out + err).toContain(': Silver.');
      expect(out + err).not.toContain(API_KEY);
      expect(out + err).not.toContain(POP_SECRET);
      expect(exitCode).toBe(0);
    } finally {
      await middleware.close();
      await simulator.close();
    }
  });

  // Each costs every run as much as some of its checks.
  it('loads neither TLS nor HTTP/2 nor Node’s own fetch to verify over http', async () => {
    const tell = "process.on('exit', () => process.stderr.write(process.moduleLoadList.join('\\n')))";
    const target = ['--base-url', `http://127.0.0.1:${await findFreePort()}`, '--api-key-env', 'KEY'];
    const { exitCode, err } = await runNode('--import', `data:text/javascript,${tell}`, kit.command, 'verify', ...target);
    expect(exitCode).toBe(3);
    expect(err).toMatch(/^NativeModule http$/m);
    expect(err).not.toMatch(/^NativeModule (tls|http2|internal\/deps\/undici\/undici)$/m);
  });

  it('asks for nothing that only this workspace has', () => {
    for (const manifest of kit.manifests) expect(manifest).not.toMatch(/workspace:|@elasticfunnels\/source|file:/);
  });
});

describe('the contract in the tarball, without the kit', () => {
  it('is plain JSON, and every file is the one that the manifest means', () => {
    const manifest = JSON.parse(readFileSync(join(kit.contract, 'manifest.json'), 'utf8')) as {
      readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
    };
    const found = readdirSync(kit.contract, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(kit.contract, join(entry.parentPath, entry.name)))
      .filter((path) => path !== 'manifest.json');
    expect(manifest.files.map(({ path }) => path)).toEqual(found.toSorted());
    for (const { path, bytes, sha256 } of manifest.files) {
      const content = readFileSync(join(kit.contract, path));
      expect(JSON.parse(content.toString('utf8')), path).toBeTypeOf('object');
      expect(content.length, path).toBe(bytes);
      expect(createHash('sha256').update(content).digest('hex'), path).toBe(sha256);
    }
  });
});
