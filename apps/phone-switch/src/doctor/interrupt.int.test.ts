import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { API_KEY, type CommandLineRig, startRig } from '../testing/command-line-rig.ts';

let rig: CommandLineRig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(async () => {
  await rig[Symbol.asyncDispose]();
});

it('Ctrl-C ends the wait: what was found is told, and the rest is not checked', async () => {
  const entry = new URL('../main.ts', import.meta.url).href;
  let asked = (): void => {};
  const arrived = new Promise<void>((resolve) => (asked = resolve));
  await using server = createServer(() => asked());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await rig.write('silent.json', JSON.stringify({ api_base_url: url, api_key: API_KEY }));
  const command = `import { main } from '${entry}'; await main();`;
  const node = ['--conditions=@elasticfunnels/source', '--input-type=module', '-e', command, '--', 'phone-switch'];
  const child = spawn(process.execPath, [...node, 'doctor', '--config', 'silent.json', '--json'], { cwd: rig.directory });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  await arrived;
  child.kill('SIGINT');
  const [exitCode] = await once(child, 'close');
  server.closeAllConnections();
  const { checks } = JSON.parse(out).result;
  expect(checks.find(({ name }: { name: string }) => name === 'tcp')).toMatchObject({ status: 'holds' });
  expect(checks.find(({ name }: { name: string }) => name === 'http')).toMatchObject({
    status: 'not_checked',
    found: 'given up',
  });
  expect(exitCode).toBe(1);
});
