import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { API_KEY, findPython, startPython } from './python-middleware-process.ts';

const COMMAND = fileURLToPath(new URL('run-switch-contract.ts', import.meta.url));
const notHere = findPython() === undefined && process.env['CI'] !== 'true';

/** What `switch-contract verify` says of the middleware at a URL. */
async function verify(url: string, options: readonly string[]): Promise<{ readonly exitCode: unknown; readonly said: string }> {
  const who = ['--agent', '1001', '--destination', '+15550001111', '--transfer-to', '1002'];
  const all = ['verify', '--base-url', url, '--api-key-env', 'MIDDLEWARE_KEY', ...who, ...options];
  const child = spawn(process.execPath, ['--conditions=@elasticfunnels/source', COMMAND, ...all], {
    env: { ...process.env, MIDDLEWARE_KEY: API_KEY },
  });
  const [said, complained, [exitCode]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { exitCode, said: said + complained };
}

beforeEach(({ skip }) => {
  skip(notHere, 'The middleware in Python is not run, as there is no python3 on the PATH.');
});

describe('switch-contract verify, of the middleware in Python', () => {
  it('finds it conformant in everything that can be asked of it from outside', async () => {
    await using middleware = await startPython(['--recording-seconds', '1']);
    const { exitCode, said } = await verify(middleware.url, []);
    expect(exitCode, said).toBe(0);
    expect(said).toContain(': Silver.');
    expect(middleware.errors()).toBe('');
  });

  it('finds it conformant at the highest level, where it brings states about', async () => {
    await using middleware = await startPython(['--recording-seconds', '1', '--provider-states']);
    const states = ['--states-url', `${middleware.url}/provider-states`, '--states-token-env', 'MIDDLEWARE_KEY'];
    const { exitCode, said } = await verify(middleware.url, ['--level', 'full', '--strict', ...states]);
    expect(exitCode, said).toBe(0);
    expect(said).toMatch(/: Gold\.\n\d+ passed, 0 failed, 0 not verified, 0 skipped/);
    expect(said).not.toContain(API_KEY);
    expect(middleware.errors()).toBe('');
  });
});
