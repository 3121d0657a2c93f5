import { createServer, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeVerifier, parseScreenPopSettings, systemClock } from '@elasticfunnels/switch-core';
import { issueCertificate } from '@elasticfunnels/switch-core/testing/faults';
import { screenPopMessage } from '@elasticfunnels/switch-five9';
import { describe, expect, test, vi } from 'vitest';
import { findFreePort } from '../verify/free-port.test.fixture.ts';
import { startLyingSender } from '../verify/lying-sender.test.fixture.ts';
import { API_KEY, POP_SECRET, startVerifyRig } from '../verify/verify-rig.test.fixture.ts';

const SHARED = 'a-shared-secret-of-ours';
const ALONE = ['verify', 'screen-pop'] as const;
const HURRY = ['--quiet', '0.2', '--redelivery-wait', '1', '--slow', '2'];

describe('a command line that cannot be used exits 2 and says what can', () => {
  const given = ['--listen', '127.0.0.1:0', '--secret-env', 'POP'];
  const base = ['verify', '--base-url', 'http://127.0.0.1:1', '--api-key-env', 'KEY'];
  test.each<[readonly string[], RegExp]>([
    [[...ALONE, '--listen', '127.0.0.1:0'], /--secret-env/],
    [[...ALONE, '--secret-env', 'POP'], /--listen is HOST:PORT/],
    [[...ALONE, '--listen', '4199', '--secret-env', 'POP'], /--listen is HOST:PORT.*found "4199"/],
    [[...ALONE, '--listen', '127.0.0.1:70000', '--secret-env', 'POP'], /--listen is HOST:PORT/],
    [[...ALONE, '--listen', '203.0.113.7:4199', '--secret-env', 'POP'], /this machine does not have that address/],
    [[...ALONE, '--listen', '127.0.0.1:0', '--secret-env', 'NOT_SET'], /NOT_SET is not set/],
    [[...ALONE, '--listen', '127.0.0.1:0', '--secret-env', 'KEY'], /what is in KEY must be whsec_/],
    [[...ALONE, ...given, '--shared-secret-header', 'x pop'], /must be the name of a header/],
    [[...ALONE, ...given, '--level', 'core'], /asks nothing about screen pops/],
    [[...ALONE, ...given, '--level', 'gold'], /core, standard, full/],
    [[...ALONE, ...given, '--timeout', 'soon'], /--timeout is a number of seconds/],
    [[...ALONE, ...given, '--quiet', '0'], /--quiet is a number of seconds above 0/],
    [[...ALONE, ...given, '--public-url', 'pops'], /--public-url must be an absolute/],
    [[...ALONE, ...given, '--tls-cert', 'cert.pem'], /both --tls-cert FILE and --tls-key FILE/],
    [[...ALONE, ...given, '--tls-cert', 'missing.pem', '--tls-key', 'missing.pem'], /missing\.pem cannot be read/],
    [[...ALONE, ...given, '--tls-cert', 'broken.pem', '--tls-key', 'broken.pem'], /the certificate or its key cannot be used/],
    [[...ALONE, ...given, '--report', 'pdf=x'], /formats are junit/],
    [[...ALONE, ...given, '--trigger', 'echo no such agent; exit 7'], /--trigger ended with exit code 7: no such agent/],
    [[...base, '--trigger', 'true'], /--trigger needs --listen/],
    [[...base, '--webhook-secret-env', 'POP'], /--webhook-secret-env needs --listen/],
    [['send-screen-pop', '--to', 'pops', '--secret-env', 'POP'], /--to must be an absolute/],
    [['send-screen-pop', '--to', 'http://127.0.0.1:1', '--secret-env', 'POP', '--event', 'call.sung'], /--event: /],
    [['send-screen-pop', '--to', 'http://127.0.0.1:1', '--secret-env', 'POP', '--id', 'a.b'], /without a full stop/],
  ])('%j', async (words, message) => {
    await using rig = await startVerifyRig();
    await rig.write('broken.pem', 'no certificate');
    const { exitCode, err, out } = await rig.run(...words);
    expect(err + out).toMatch(message);
    expect(exitCode).toBe(2);
    expect(out + err).not.toContain(POP_SECRET);
    expect(out + err).not.toContain(API_KEY);
  });

  test('a port that is in use is told as that', async () => {
    await using rig = await startVerifyRig();
    const words = ['--listen', new URL(rig.url).host, '--secret-env', 'POP'];
    expect(await rig.run(...ALONE, ...words)).toMatchObject({ exitCode: 2, err: expect.stringContaining('the port is in use') });
  });
});

describe('a webhook that never comes exits 3, and says what came instead', () => {
  /** Runs with a short wait, and does something to the webhook meanwhile. */
  async function wait(
    meanwhile: (port: number) => Promise<unknown>,
    ...words: readonly string[]
  ): Promise<{ exitCode: number; out: string }> {
    await using rig = await startVerifyRig();
    const { cert, key } = issueCertificate({ subject: 'pops.test', addresses: ['127.0.0.1'] });
    await Promise.all([rig.write('cert.pem', cert), rig.write('key.pem', key)]);
    const port = await findFreePort();
    const running = rig.run(...ALONE, '--listen', `127.0.0.1:${port}`, '--secret-env', 'POP', '--timeout', '0.8', ...words);
    await vi.waitUntil(
      () =>
        meanwhile(port)
          .then(() => true)
          .catch(() => false),
      { timeout: 700, interval: 20 },
    );
    return running;
  }

  test('nothing', async () => {
    const { exitCode, out } = await wait(async () => {});
    expect(out).toMatch(/✗ The webhook never arrived: nothing connected to http:\/\/127\.0\.0\.1:\d+\/screen-pop in 0\.8 s/);
    expect(out).toContain('Next: Check the URL');
    expect(exitCode).toBe(3);
  });

  test('a browser that looks', async () => {
    const { exitCode, out } = await wait(async (port) => {
      const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { 'user-agent': 'looking/1' } });
      expect(answer.status).toBe(405);
    });
    expect(out).toContain('no delivery came: GET / from looking/1: a delivery is a POST');
    expect(exitCode).toBe(3);
  });

  test('TLS, to plain http', async () => {
    const { exitCode, out } = await wait(
      (port) =>
        new Promise<void>((resolve, reject) => {
          const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from('160301020001000200', 'hex')));
          socket.once('close', () => resolve()).once('error', reject);
        }),
    );
    expect(out).toMatch(/a TLS handshake, while this webhook is plain http/);
    expect(exitCode).toBe(3);
  });

  const tls = ['--tls-cert', 'cert.pem', '--tls-key', 'key.pem'];
  test.each([
    ['plain http, to https', 'http', 'plain http, while this webhook is https'],
    ['a sender that does not trust the certificate', 'https', 'a TLS handshake'],
  ])('%s', async (_what, scheme, told) => {
    const { exitCode, out } = await wait(
      async (port) => {
        const refused = await fetch(`${scheme}://127.0.0.1:${port}/`).then(
          () => false,
          (error: Error) => (error.cause as NodeJS.ErrnoException | undefined)?.code !== 'ECONNREFUSED',
        );
        expect(refused).toBe(true);
      },
      ...tls,
    );
    expect(out).toContain(`no delivery came: ${told}`);
    expect(exitCode).toBe(3);
  });

  test('and a program is told so in JSON', async () => {
    await using rig = await startVerifyRig();
    const words = ['--listen', '127.0.0.1:0', '--secret-env', 'POP', '--timeout', '0.2', '--json'];
    const { exitCode, out } = await rig.run(...ALONE, ...words);
    expect(JSON.parse(out)).toMatchObject({ ok: false, failure: 'never-arrived' });
    expect(exitCode).toBe(3);
  });
});

test('every report is written, and a level is claimed in none of them', async () => {
  await using rig = await startVerifyRig();
  const webhook = `127.0.0.1:${await findFreePort()}`;
  await using sender = await startLyingSender(`http://${webhook}/screen-pop`, POP_SECRET, {});
  const reports = 'junit=out.xml,json=out.json,html=out.html,md=out.md,statement=statement.json,badge=badge.svg';
  const given = ['--listen', webhook, '--secret-env', 'POP', '--states-url', sender.statesUrl, ...HURRY];
  const { exitCode, out } = await rig.run(...ALONE, ...given, '--report', reports);
  expect(out).toContain('Conformant in the 8 checks that were made: no level yet.');
  expect(exitCode).toBe(0);
  const read = (file: string): Promise<string> => readFile(join(rig.directory, file), 'utf8');
  expect(await read('out.xml')).toContain('classname="full.screenPop" name="P6 screenPop: a delivery comes again after a 500"');
  expect(JSON.parse(await read('out.json'))).toMatchObject({ conformant: true, medal: null, authentication: 'signature' });
  expect(await read('out.html')).toContain(`<dt>Webhook</dt><dd>http://${webhook}/screen-pop</dd>`);
  expect(await read('out.md')).toContain('## ✓ Conformant');
  expect(JSON.parse(await read('statement.json'))).toMatchObject({
    level: null,
    notPartOfThisRun: ['the endpoints', 'a screen pop’s call_id at hangup'],
  });
  expect(await read('badge.svg')).toContain('no level');
  for (const file of ['out.xml', 'out.json', 'out.html', 'out.md']) expect(await read(file)).not.toContain(POP_SECRET);
});

test('a shared secret is verified, called weaker, and is not Silver', async () => {
  await using rig = await startVerifyRig({ environment: { SHARED, OTHER: `${SHARED}-2` } });
  const webhook = `127.0.0.1:${await findFreePort()}`;
  const shows = ({
    headers: _headers,
    ...attempt
  }: Parameters<NonNullable<Parameters<typeof startLyingSender>[2]['attempt']>>[0]) => ({
    ...attempt,
    headers: { 'content-type': 'application/json', 'x-pop-token': SHARED },
  });
  await using sender = await startLyingSender(`http://${webhook}/screen-pop`, POP_SECRET, { attempt: shows });
  const given = ['--listen', webhook, '--states-url', sender.statesUrl, '--shared-secret-header', 'X-Pop-Token', ...HURRY];
  const good = await rig.run(...ALONE, ...given, '--secret-env', 'SHARED');
  expect(good.out).toContain('weaker than a signature, and not Silver');
  expect(good.out).toMatch(/\? P2 +screenPop.*a shared secret instead of a signature/);
  expect(good.out).toMatch(/– Silver \(standard\) {2}missing: P2, P3, P5 \(not verified\)/);
  expect(good.exitCode).toBe(0);
  const bad = await rig.run(...ALONE, ...given, '--secret-env', 'OTHER', '--level', 'standard');
  expect(bad.out).toContain('✗ screenPop: Every delivery brings the shared secret');
  expect(bad.exitCode).toBe(1);
  for (const { out, err } of [good, bad]) expect(out + err).not.toContain(SHARED);
});

test('the webhook speaks https with a certificate of the person’s', async () => {
  await using rig = await startVerifyRig();
  const { cert, key } = issueCertificate({ subject: 'pops.test', addresses: ['127.0.0.1'] });
  await rig.write('cert.pem', cert);
  await rig.write('key.pem', key);
  const port = await findFreePort();
  await rig.write('call.mjs', sendOverTls(port));
  const words = ['--listen', `127.0.0.1:${port}`, '--secret-env', 'POP', '--tls-cert', 'cert.pem', '--tls-key', 'key.pem'];
  const trigger = ['--trigger', `"${process.execPath}" call.mjs`, '--level', 'standard'];
  const { out, exitCode } = await rig.run(...ALONE, ...words, ...trigger, '--public-url', 'https://pops.test/here');
  expect(out).toContain('  https://pops.test/here\n');
  expect(out).toContain('✓ P4');
  // What the little sender does not do is told: it does not sign.
  expect(out).toContain('no signature: none of webhook-id');
  expect(exitCode).toBe(1);
});

/** A delivery by somebody who does not sign. */
function sendOverTls(port: number): string {
  return `import { request } from 'node:https';
const body = JSON.stringify({ event: 'call.ringing', call_id: 'call-' + process.env.SWITCH_CONTRACT_CALL, direction: 'inbound', occurred_at: new Date().toISOString() });
request({ host: '127.0.0.1', port: ${port}, method: 'POST', rejectUnauthorized: false, headers: { 'content-type': 'application/json' } }).end(body);`;
}

describe('send-screen-pop', () => {
  async function send(status: number, ...words: readonly string[]) {
    await using rig = await startVerifyRig();
    const came: { request: IncomingMessage; body: Buffer }[] = [];
    const platform = createServer((request, response) => {
      void buffer(request).then((body) => {
        came.push({ request, body });
        response.writeHead(status, status === 503 ? { 'retry-after': '7' } : {}).end();
      });
    });
    const port = await findFreePort();
    await new Promise<void>((resolve) => void platform.listen(port, '127.0.0.1', resolve));
    const ran = await rig.run('send-screen-pop', '--to', `http://127.0.0.1:${port}/pops`, '--secret-env', 'POP', ...words);
    await new Promise<void>((resolve) => void platform.close(() => resolve()));
    return { ...ran, came };
  }

  test('sends one that the platform’s verifier and the published schema take', async () => {
    const { exitCode, out, came } = await send(
      200,
      '--from',
      '+15550001111',
      '--agent',
      '1001',
      '--call-id',
      'c-1',
      '--id',
      'd-1',
    );
    expect(out).toMatch(/call\.ringing of call c-1, delivery d-1\n✓ HTTP 200: taken/);
    expect(exitCode).toBe(0);
    const [{ request, body } = expect.unreachable()] = came;
    const { verification } = parseScreenPopSettings({ signing_secrets: [POP_SECRET] });
    const header = (name: string): string | undefined => [request.headers[name] ?? []].flat()[0];
    const delivery = { method: 'POST', query: '', header, body };
    expect(makeVerifier(verification, systemClock).verify(delivery)).toMatchObject({ verified: true, deliveryId: 'd-1' });
    expect(screenPopMessage.parse(JSON.parse(body.toString()))).toMatchObject({
      event: 'call.ringing',
      call_id: 'c-1',
      customer_number: '+15550001111',
      agent: { extension: '1001' },
    });
  });

  test.each([
    [401, 4, 'not believed'],
    [404, 1, 'no webhook at this path'],
    [400, 1, 'sending it again changes nothing'],
    [503, 1, 'send it again with --id, after 7 s'],
  ])('says what %i means, and exits %i', async (status, exitCode, meaning) => {
    const ran = await send(status);
    expect(ran.out).toContain(meaning);
    expect(ran.exitCode).toBe(exitCode);
  });

  test('exits 3 without an answer', async () => {
    await using rig = await startVerifyRig();
    const to = `http://127.0.0.1:${await findFreePort()}/`;
    const ran = await rig.run('send-screen-pop', '--to', to, '--secret-env', 'POP');
    expect(ran.out).toContain('No answer: the connection was refused');
    expect(ran.exitCode).toBe(3);
  });
});
