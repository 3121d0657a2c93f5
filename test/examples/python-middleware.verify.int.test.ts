import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { findFreePort } from '../kit/free-port.ts';
import { API_KEY, findPython, POP_SECRET, startPython } from './python-middleware-process.ts';

const COMMAND = fileURLToPath(new URL('run-switch-contract.ts', import.meta.url));
const notHere = findPython() === undefined && process.env['CI'] !== 'true';

/** What `switch-contract verify` says of the middleware at a URL. */
async function verify(url: string, options: readonly string[]): Promise<{ readonly exitCode: unknown; readonly said: string }> {
  const who = ['--agent', '1001', '--destination', '+15550001111', '--transfer-to', '1002'];
  const all = ['verify', '--base-url', url, '--api-key-env', 'MIDDLEWARE_KEY', ...who, ...options];
  const child = spawn(process.execPath, ['--conditions=@elasticfunnels/source', COMMAND, ...all], {
    env: { ...process.env, MIDDLEWARE_KEY: API_KEY, POP_SECRET },
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
    expect(said).toContain(': Bronze.');
    expect(said).toMatch(/not verified: screen pops need a webhook/);
    expect(middleware.errors()).toBe('');
  });

  it('finds it conformant at the highest level, where it brings states about', async () => {
    const webhook = `127.0.0.1:${await findFreePort()}`;
    const hurry = ['--screen-pop-seconds', '0.5', '--screen-pop-delays', '0.1,0.1,0.1'];
    const options = ['--provider-states', '--screen-pop-url', `http://${webhook}/screen-pop`, ...hurry];
    await using middleware = await startPython(['--recording-seconds', '1', ...options]);
    const listen = ['--listen', webhook, '--webhook-secret-env', 'POP_SECRET', '--quiet', '1'];
    const states = ['--states-url', `${middleware.url}/provider-states`, '--states-token-env', 'MIDDLEWARE_KEY'];
    const { exitCode, said } = await verify(middleware.url, ['--level', 'full', '--strict', ...states, ...listen]);
    expect(exitCode, said).toBe(0);
    expect(said).toMatch(/: Gold\.\n\d+ passed, 0 failed, 0 not verified, 0 skipped/);
    expect(said).not.toContain(API_KEY);
    expect(said).not.toContain(POP_SECRET);
    expect(middleware.errors()).toBe('');
  });
});
