import { once } from 'node:events';
import { connect } from 'node:tls';
import { Five9Simulator } from '@elasticfunnels/five9-middleware';
import { generateSigningSecret } from '@elasticfunnels/switch-core';
import { FakeClock } from '@elasticfunnels/switch-core/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandLineRig, startRig } from '../testing/command-line-rig.ts';
import { spawnPhoneSwitch } from '../testing/spawn-phone-switch.ts';
import { startListen } from './listening-rig.test.fixture.ts';

const POP_SECRET = generateSigningSecret();
const POP_TOKEN = 'a-token-that-is-shared';
const SIGNED = { environment: { POP_SECRET } };
const CSV = `\uFEFFID,Name,Phone,Tier
c-1,Ann Example,(202) 555-0123,gold
c-2,Bob Example,"202-555-0124; +44 20 7946 0958",
c-3,"Example, Cat",2025550124,silver
c-4,Nobody's,12,
`;

describe('phone-switch listen', () => {
  let rig: CommandLineRig;
  const pop = (url: string, ...flags: readonly string[]) =>
    rig.runIn({ POP_SECRET }, 'pop', '--to', url, '--secret-env', 'POP_SECRET', ...flags);
  beforeAll(async () => {
    rig = await startRig();
    await rig.write('customers.csv', CSV);
    await rig.write('customers.json', JSON.stringify([{ id: 7, name: 'Ann', numbers: ['+12025550123'] }]));
  });
  afterAll(async () => {
    await rig[Symbol.asyncDispose]();
  });

  it('shows a delivery: verified, the number raw and read, the customer, and whom it is for', async () => {
    await using listen = await startListen(
      rig.directory,
      { secretEnv: 'POP_SECRET', region: 'US', customers: 'customers.csv' },
      SIGNED,
    );
    expect((await pop(listen.url, '--from', '(202) 555-0123', '--agent', '1007', '--call-id', '9001')).exitCode).toBe(0);
    expect(listen.out()).toMatch(/✓ \d\d:\d\d:\d\d {2}call\.ringing, inbound, call 9001: HTTP 200, taken/);
    expect(listen.out()).toContain('verified  by its signature\n');
    expect(listen.out()).toContain('number    "(202) 555-0123" is +12025550123 (e164, US)');
    expect(listen.out()).toContain('customer  Ann Example (c-1), by the whole number');
    expect(listen.out()).toContain('goes to   agent 1007');
    expect(listen.err()).toBe('Warning: numbers that cannot be read, by which nobody is found: "12" of c-4.\n');
    expect(await listen.end()).toBe(0);
    expect(listen.out()).toContain('Ended: 1 delivery; 1 taken (1 with the customer).');
  });

  it.each([
    ['bad-signature', [/HTTP 401, refused: signature_wrong/, /next {6}Give both sides the same secret/, /127\.0\.0\.1, POST/]],
    ['stale', [/HTTP 401, refused: timestamp_stale/, /It was signed 360\d s \(60 minutes\) ago by our clock/]],
    ['duplicate', [/HTTP 200, taken/, /= .*HTTP 200, duplicate: the screen has it already/]],
    ['unknown-number', [/no customer has this number, of 4 in the file/]],
    ['no-agent', [/the queue of the brand, as it names no agent/]],
    ['malformed', [/HTTP 400, refused: payload_malformed/, /detail {4}not json/, /verified {2}by its signature/]],
  ])('says what is wrong with a pop that has the fault %s', async (fault, says) => {
    await using listen = await startListen(
      rig.directory,
      { secretEnv: 'POP_SECRET', region: 'US', customers: 'customers.csv' },
      SIGNED,
    );
    const { exitCode } = await pop(listen.url, '--fault', fault);
    expect(exitCode).toBe(0);
    for (const pattern of says) expect(listen.out()).toMatch(pattern);
    await listen.end();
    expect(listen.out() + listen.err()).not.toContain(POP_SECRET.slice(6));
  });

  it('tells the three reasons apart for which a screen shows no customer', async () => {
    const clock = new FakeClock();
    await using silent = await startListen(rig.directory, { secretEnv: 'POP_SECRET' }, { ...SIGNED, clock });
    expect(silent.out()).not.toContain('Nothing has arrived');
    await clock.advance(15_000);
    expect(silent.out()).toContain('Nothing has arrived for 15 s. If something should have, the webhook does not get here');
    await using listen = await startListen(
      rig.directory,
      { secretEnv: 'POP_SECRET', customers: 'customers.csv', json: true },
      SIGNED,
    );
    const kindOf = async (from: string): Promise<unknown> => {
      await pop(listen.url, '--from', from);
      return listen.lines().at(-1)?.['diagnosis'];
    };
    expect(await kindOf('call me')).toMatchObject({ kind: 'not_normalised', says: expect.stringMatching(/no number of any/) });
    expect(await kindOf('+15550001111')).toMatchObject({
      kind: 'not_normalised',
      next: expect.stringMatching(/gives out no such/),
    });
    expect(await kindOf('(303) 555-0123')).toMatchObject({ kind: 'no_customer', next: expect.stringMatching(/--region US/) });
    expect(await kindOf('+13035550123')).toMatchObject({ kind: 'no_customer', next: expect.stringMatching(/other number/) });
    expect(await kindOf('anonymous')).toMatchObject({ kind: 'anonymous' });
    expect(await kindOf('@Call.ANI@')).toMatchObject({ kind: 'anonymous', next: expect.stringMatching(/fill in its variable/) });
    expect(await kindOf('911')).toMatchObject({ kind: 'not_normalised', says: expect.stringMatching(/short code/) });
  });

  it('lists all who have a number, and says by what a customer was found', async () => {
    await using listen = await startListen(
      rig.directory,
      { secretEnv: 'POP_SECRET', customers: 'customers.csv', region: 'US', json: true },
      SIGNED,
    );
    await pop(listen.url, '--from', '+12025550124');
    expect(listen.lines().at(-1)).toMatchObject({
      customer: {
        status: 'ambiguous',
        confidence: 'e164',
        candidates: [{ id: 'c-2' }, { id: 'c-3', displayName: 'Example, Cat' }],
      },
      diagnosis: { says: '2 have this number, by the whole number: Bob Example (c-2); Example, Cat (c-3)' },
    });
    await pop(listen.url, '--from', '+442079460958');
    expect(listen.lines().at(-1)).toMatchObject({ customer: { status: 'found', customer: { id: 'c-2', attributes: {} } } });
    await pop(listen.url);
    expect(listen.lines().at(-1)).toMatchObject({ customer: { customer: { attributes: { tier: 'gold' } } } });
  });

  it('looks nobody up without a file, and takes one in JSON', async () => {
    await using without = await startListen(rig.directory, { secretEnv: 'POP_SECRET' }, SIGNED);
    await pop(without.url);
    expect(without.out()).toContain('not looked up\n   next      Name a file of customers');
    await using listen = await startListen(rig.directory, { secretEnv: 'POP_SECRET', customers: 'customers.json' }, SIGNED);
    await pop(listen.url);
    expect(listen.out()).toContain('customer  Ann (7), by the whole number');
  });

  it('is one object a line for a machine, and with --mask no number is whole', async () => {
    await using listen = await startListen(rig.directory, { secretEnv: 'POP_SECRET', json: true, mask: true }, SIGNED);
    await pop(listen.url, '--call-id', '77', '--event', 'call.answered');
    await pop(listen.url, '--call-id', '77');
    await pop(listen.url, '--fault', 'bad-signature');
    await listen.end();
    expect(listen.lines()).toMatchObject([
      { type: 'listening', verification: 'signature' },
      { type: 'delivery', status: 200, outcome: 'published', proof: 'signature', callState: 'call.answered', late: false },
      { type: 'delivery', event: { event: 'call.ringing', callId: '77' }, callState: 'call.answered', late: true },
      { type: 'delivery', status: 401, reason: 'signature_wrong', request: { method: 'POST', path: '/screen-pop' } },
      {
        type: 'ended',
        deliveries: 3,
        published: 2,
        refused: 1,
        reasons: { signature_wrong: 1 },
        customers: { not_looked_up: 2 },
      },
    ]);
    expect(listen.out()).toContain('+1•••••0123');
    expect(listen.out()).not.toMatch(/5550123|8005550100/);
  });

  it('makes a secret up when none is given, and shows it once', async () => {
    await using listen = await startListen(rig.directory);
    const secret = /whsec_\S+/.exec(listen.out())?.[0] ?? '';
    const { exitCode, out } = await rig.runIn({ MINE: secret }, 'pop', '--to', listen.url, '--secret-env', 'MINE');
    expect(exitCode).toBe(0);
    await listen.end();
    expect(listen.out().split(secret)).toHaveLength(2);
    expect(out).not.toContain(secret);
  });

  it('takes the settings that the config file keeps for the brand, and a flag over them', async () => {
    const config = { api_base_url: rig.middleware.url, api_key: 'k' };
    const screenPop = { shared_secrets: [POP_TOKEN], default_region: 'US' };
    await rig.write('platform.json', JSON.stringify({ plugin: 'five9', config, screenPop }));
    await using kept = await startListen(rig.directory, { config: 'platform.json' });
    expect(kept.out()).toContain('must bring the shared secret as a Bearer token');
    expect(kept.out()).not.toMatch(/whsec_|a-token/);
    await using signed = await startListen(rig.directory, { config: 'platform.json', secretEnv: 'POP_SECRET' }, SIGNED);
    expect((await pop(signed.url, '--from', '2025550123')).exitCode).toBe(0);
    expect(signed.out()).toContain('is +12025550123 (e164, US)');
  });

  it('takes telephony that cannot sign, by a header or by a parameter, and never shows the secret', async () => {
    const flags = { sharedSecretEnv: 'POP_TOKEN', sharedSecretHeader: 'X-Pop', sharedSecretParameter: 'token', region: 'US' };
    await using listen = await startListen(rig.directory, flags, { environment: { POP_TOKEN } });
    expect(listen.url).toMatch(/\?token=SECRET$/);
    const address = listen.url.replace('SECRET', POP_TOKEN);
    const query = 'Call.call_id=1&Call.ANI=2025550123&Call.type_name=Inbound&agent_extension=1001';
    expect((await fetch(`${address}&${query}`)).status).toBe(200);
    const [plain = ''] = listen.url.split('?');
    const body = new URLSearchParams(query.replace('call_id=1', 'call_id=2'));
    expect((await fetch(plain, { method: 'POST', headers: { 'x-pop': POP_TOKEN }, body })).status).toBe(200);
    expect((await fetch(plain, { method: 'POST', body })).status).toBe(401);
    expect(listen.out()).toContain('by a shared secret, the weaker way');
    expect(listen.out()).toContain('refused: secret_missing');
    expect(listen.out()).not.toContain(POP_TOKEN);
  });

  it('tells a wrong path, and TLS where plain HTTP is spoken', async () => {
    await using listen = await startListen(rig.directory, { secretEnv: 'POP_SECRET' }, SIGNED);
    await pop(new URL('/elsewhere', listen.url).href);
    expect(listen.out()).toContain('It was sent to /elsewhere: deliveries are taken at /screen-pop.');
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(listen.url).port) });
    await once(socket, 'error').catch(() => {});
    await expect.poll(listen.out).toContain('connected by TLS (https), and this speaks plain HTTP');
  });

  it('shows nothing that moves the cursor or changes colours, whoever sends it', async () => {
    await using listen = await startListen(rig.directory, { secretEnv: 'POP_SECRET' }, SIGNED);
    await pop(listen.url, '--from', '\u001B[2J\u202E123\u009B', '--call-id', 'a-call');
    expect(listen.out()).toContain('"\\u{1b}[2J\\u{202e}123\\u{9b}"');
    for (const dangerous of ['\u001B', '\u202E', '\u009B']) expect(listen.out()).not.toContain(dangerous);
  });

  it('takes what the reference middleware sends', async () => {
    await using listen = await startListen(rig.directory, { secretEnv: 'POP_SECRET', json: true }, SIGNED);
    const simulator = new Five9Simulator({ screenPop: { url: listen.url, secret: POP_SECRET } });
    const { announced } = simulator.simulateInboundCall({ from: '+12025550123', agentExtension: '1001' });
    await announced;
    await simulator.close();
    expect(listen.lines().at(-1)).toMatchObject({ outcome: 'published', number: { e164: '+12025550123' } });
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends on %s with a summary and exit code 0', async (signal) => {
    const listen = spawnPhoneSwitch(['listen', '--config', 'five9.json', '--port', '0', '--json'], { directory: rig.directory });
    await expect.poll(listen.out, { timeout: 10_000 }).toContain('"listening"');
    listen.process.kill(signal);
    const { exitCode, out } = await listen.ended;
    expect(out).toMatch(/^\{"type":"listening".*\n\{"type":"ended","deliveries":0,.*\n$/);
    expect(exitCode).toBe(0);
  });
});
