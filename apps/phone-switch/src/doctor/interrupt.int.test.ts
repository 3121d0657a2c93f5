import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { API_KEY, type CommandLineRig, startRig } from '../testing/command-line-rig.ts';
import { spawnPhoneSwitch } from '../testing/spawn-phone-switch.ts';

let rig: CommandLineRig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(async () => {
  await rig[Symbol.asyncDispose]();
});

/** Examines a service that takes requests and never answers, and sends a signal once one is under way. */
async function interrupt(signal: NodeJS.Signals, ...flags: readonly string[]): Promise<{ exitCode: number | null; out: string }> {
  const arrived = Promise.withResolvers<void>();
  await using server = createServer(() => arrived.resolve());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await rig.write('silent.json', JSON.stringify({ api_base_url: url, api_key: API_KEY }));
  const doctor = spawnPhoneSwitch(['doctor', '--config', 'silent.json', ...flags], { directory: rig.directory });
  await arrived.promise;
  doctor.process.kill(signal);
  const ended = await doctor.ended;
  server.closeAllConnections();
  return ended;
}

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)(
  '%s ends the wait: what was found is told, the rest is not checked, and nothing is called in order',
  async (signal, code) => {
    const { exitCode, out } = await interrupt(signal, '--json');
    const { ok, result } = JSON.parse(out);
    expect({ exitCode, ok, cutShort: result.cutShort }).toEqual({ exitCode: code, ok: false, cutShort: 'interrupted' });
    const find = (wanted: string): object => result.checks.find(({ name }: { readonly name: string }) => name === wanted);
    expect(find('tcp')).toMatchObject({ status: 'holds' });
    expect(find('http')).toMatchObject({ status: 'not_checked', found: 'given up' });
  },
);

it('a person is told that it was interrupted, and not that all held', async () => {
  const { out } = await interrupt('SIGINT');
  expect(out).toMatch(/✓ TCP [^]*– not checked: given up\n {4}HTTP, Connect/);
  expect(out).toContain(
    '\nInterrupted: nothing that was checked until then is broken, and the rest is not known.\n4 held, 12 not checked',
  );
  expect(out).not.toContain('All that could be checked held');
});
