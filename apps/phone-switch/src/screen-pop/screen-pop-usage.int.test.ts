import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateSigningSecret } from '@elasticfunnels/switch-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandLineRig, startRig } from '../testing/command-line-rig.ts';

const POP_SECRET = generateSigningSecret();
const PLANTED = 'whsec_planted-secret';

describe('listen and pop, used wrongly', () => {
  let rig: CommandLineRig;
  const busy = createServer();
  beforeAll(async () => {
    rig = await startRig();
    await once(busy.listen(0, '127.0.0.1'), 'listening');
    await rig.write('list.json', '[]');
    await rig.write('broken.json', `{ "${PLANTED}`);
    await rig.write('unknown.json', JSON.stringify({ signing_secret: [PLANTED] }));
    await rig.write('customers.json', JSON.stringify([{ id: 'c-1', numbers: [] }, { id: 'c-2' }]));
    await rig.write('no-id.csv', 'name,phone\nAnn,1\n');
    await rig.write('ragged.csv', `id,phone\nc-1,1\nc-2,1,${PLANTED}\n`);
  });
  afterAll(async () => {
    busy.close();
    await rig[Symbol.asyncDispose]();
  });

  it.each([
    ['a port that is none', ['--port', '70000'], /--port is a number from 0 to 65535, and not "70000"/],
    ['a host that is elsewhere', ['--host', '192.0.2.1', '--port', '0'], /192\.0\.2\.1 is no address of this machine/],
    ['a variable that is not set', ['--secret-env', 'NOT_SET'], /--secret-env: the variable NOT_SET is not set, or is empty/],
    ['a secret in place of its variable', ['--secret-env', PLANTED], /--secret-env takes the name of an environment variable/],
    ['a secret that is none', ['--secret-env', 'BAD'], /screenPop\.signing_secrets\.0 must be/],
    ['a shared secret that is short', ['--shared-secret-env', 'BAD2'], /screenPop\.shared_secrets\.0 must have at least 16/],
    ['two ways', ['--secret-env', 'POP_SECRET', '--shared-secret-env', 'BAD'], /use one/],
    ['a header without a secret', ['--shared-secret-header', 'x-pop'], /add --shared-secret-env/],
    ['a country that is none', ['--region', 'UK'], /screenPop\.default_region must be a country/],
    ['settings that are a list', ['--screen-pop', 'list.json'], /list\.json must be a JSON object/],
    ['settings that are not JSON', ['--screen-pop', 'broken.json'], /broken\.json is not valid JSON/],
    ['a setting that is none', ['--screen-pop', 'unknown.json'], /signing_secret is not a field/],
    ['customers that are not there', ['--customers', 'none.csv'], /There is no file none\.csv/],
    ['customers without numbers', ['--customers', 'customers.json'], /customers\.json: customer 2: numbers .*Expected is a list/],
    ['customers without ids', ['--customers', 'no-id.csv'], /no-id\.csv: there is no column id/],
    ['a line too long', ['--customers', 'ragged.csv'], /ragged\.csv is not valid CSV \(line 3\)/],
    ['an unknown flag', ['--prot', '1'], /unknown option '--prot'/],
  ])('listen with %s: exit code 2, and no secret', async (_what, flags, message) => {
    const environment = { POP_SECRET, BAD: PLANTED, BAD2: 'planted-secret' };
    const { exitCode, out, err } = await rig.runIn(environment, 'listen', '--config', 'five9.json', ...flags);
    expect(err).toMatch(message);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).not.toContain('planted-secret');
  });

  it('listen on a port that is in use, or without a config, exits 2 and says so', async () => {
    const port = String((busy.address() as AddressInfo).port);
    const used = await rig.run('listen', '--config', 'five9.json', '--port', port);
    expect(used).toMatchObject({ exitCode: 2, out: '', err: expect.stringContaining(`Port ${port} is in use already`) });
    const bare = await rig.run('listen', '--port', '0', '--json');
    expect(bare.exitCode).toBe(2);
    expect(bare.json()).toMatchObject({ ok: false, operation: 'listen', error: { code: 'CONFIG_INVALID' } });
  });

  it.each([
    ['no URL', ['--secret-env', 'POP_SECRET'], /required option '--to <url>'/],
    ['no secret', ['--to', 'http://127.0.0.1:1'], /required option '--secret-env <variable>'/],
    ['another protocol', ['--to', 'ftp://x', '--secret-env', 'POP_SECRET'], /--to must be a URL with http/],
    ['credentials', ['--to', 'http://me:planted-secret@x', '--secret-env', 'POP_SECRET'], /no username and no password/],
    ['a variable that is not set', ['--to', 'http://127.0.0.1:1', '--secret-env', 'NOT_SET'], /NOT_SET is not set/],
    ['a secret that is none', ['--to', 'http://127.0.0.1:1', '--secret-env', 'BAD'], /The secret in BAD must be/],
    ['a fault that is none', ['--to', 'http://127.0.0.1:1', '--secret-env', 'POP_SECRET', '--fault', 'x'], /Allowed choices are/],
    ['an event that is none', ['--to', 'http://x', '--secret-env', 'POP_SECRET', '--event', 'ring'], /Allowed choices are/],
    ['a duration that is none', ['--to', 'http://x', '--secret-env', 'POP_SECRET', '--deadline', '5'], /is not a duration/],
    ['a network that is none', ['--to', 'http://x', '--secret-env', 'POP_SECRET', '--allow-address', 'x'], /--allow-address: /],
  ])('pop with %s: exit code 2, and no secret', async (_what, flags, message) => {
    const { exitCode, out, err } = await rig.runIn({ POP_SECRET, BAD: PLANTED }, 'pop', ...flags);
    expect(err).toMatch(message);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).not.toContain('planted-secret');
  });

  it.each(['listen', 'pop'])('%s --help has its flags and examples', async (command) => {
    const { exitCode, out } = await rig.run(command, '--help');
    expect(exitCode).toBe(0);
    expect(out).toContain(`$ phone-switch ${command} --`);
    expect(out).toContain('--secret-env <variable>');
  });
});
