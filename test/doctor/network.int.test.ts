import { once } from 'node:events';
import { createServer as createPlain } from 'node:http';
import { createServer as createSecure, type ServerOptions } from 'node:https';
import { type AddressInfo, type Server } from 'node:net';
import type { ResolveHost } from '@elasticfunnels/switch-core';
import { issueCertificate, type Issued } from '@elasticfunnels/switch-core/testing/faults';
import { afterEach, describe, expect, test } from 'vitest';
import { API_KEY, type CheckRead, examine, type Examined } from './doctor-rig.ts';

const DAY_MS = 86_400_000;
const YEAR = { notAfter: new Date(Date.now() + 365 * DAY_MS) };
const authority = issueCertificate({ subject: 'Private authority', authority: true, ...YEAR });
const stranger = issueCertificate({ subject: 'A stranger', authority: true, ...YEAR });
const middle = issueCertificate({ subject: 'In the middle', authority: true, ...YEAR }, authority);
const good = { subject: 'proxy.test', names: ['proxy.test'], ...YEAR };

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.close();
    if ('closeAllConnections' in server && typeof server.closeAllConnections === 'function') server.closeAllConnections();
  }
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

const healthy: ServerOptions = {};
function secure(issued: Issued, options: ServerOptions = healthy): Promise<number> {
  const server = createSecure({ cert: issued.cert, key: issued.key, ...options }, (request, response) => {
    const known = request.headers.authorization === `Bearer ${API_KEY}`;
    response.writeHead(!known ? 401 : request.method === 'GET' ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ message: 'No.' }));
  });
  server.on('tlsClientError', () => {});
  return listen(server);
}

const here: ResolveHost = (_host, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]);

async function examineAt(url: string, more: Partial<Parameters<typeof examine>[0]> = {}): Promise<Examined> {
  return examine({ config: { api_base_url: url, api_key: API_KEY }, authorities: [authority.cert], resolveHost: here, ...more });
}

describe('TLS', () => {
  test('that is as it should be', async () => {
    const port = await secure(issueCertificate(good, authority));
    const { checks, exitCode } = await examineAt(`https://proxy.test:${port}`);
    expect(checks.find(({ name }) => name === 'tls')).toMatchObject({
      status: 'holds',
      found: expect.stringMatching(/^TLSv1\.3, trusted, ends in 36\d days$/),
    });
    expect(exitCode).toBe(0);
  });

  test('whose certificate ends soon is a warning', async () => {
    const port = await secure(issueCertificate({ ...good, notAfter: new Date(Date.now() + 3.5 * DAY_MS) }, authority));
    const { worst, exitCode } = await examineAt(`https://proxy.test:${port}`);
    expect(worst).toMatchObject({ name: 'tls', status: 'warning', found: 'trusted, but the certificate ends in 3 days' });
    expect(exitCode).toBe(0);
  });

  test.each<readonly [name: string, issued: () => Issued, found: RegExp]>([
    ['self-signed', () => issueCertificate(good), /^the certificate is self-signed$/],
    [
      'expired',
      () =>
        issueCertificate(
          { ...good, notBefore: new Date(Date.now() - 40 * DAY_MS), notAfter: new Date(Date.now() - 10.5 * DAY_MS) },
          authority,
        ),
      /^the certificate expired 10 days ago, on /,
    ],
    [
      'not yet valid',
      () => issueCertificate({ ...good, notBefore: new Date(Date.now() + 5 * DAY_MS) }, authority),
      /^the certificate is not valid before /,
    ],
    [
      'for another host',
      () => issueCertificate({ ...good, names: ['other.test', 'www.other.test'] }, authority),
      /^the certificate is for other\.test, www\.other\.test, not for proxy\.test$/,
    ],
    [
      'of a stranger',
      () => issueCertificate(good, stranger),
      /^the issuer is not known: the server sends only its own certificate, issued by A stranger$/,
    ],
    [
      'without its intermediate',
      () => issueCertificate(good, middle),
      /sends only its own certificate, issued by In the middle$/,
    ],
    ['for clients only', () => issueCertificate({ ...good, clientsOnly: true }, authority), /^the certificate is refused \(/],
  ])('with a certificate that is %s says so', async (_name, issued, found) => {
    const port = await secure(issued());
    const { worst, checks, exitCode } = await examineAt(`https://proxy.test:${port}`);
    expect(worst).toMatchObject({
      name: 'tls',
      code: 'TLS_FAILED',
      row: 'the-certificate-is-refused',
      found: expect.stringMatching(found),
    });
    expect(worst?.next).toMatch(/\.$|here/);
    expect(checks.find(({ name }) => name === 'http')?.found).toBe('TLS has to hold first');
    expect(exitCode).toBe(1);
  });

  test('whose chain ends in an authority that is not trusted names it', async () => {
    const issued = issueCertificate(good, stranger);
    const port = await secure({ ...issued, cert: issued.cert + stranger.cert });
    const { worst } = await examineAt(`https://proxy.test:${port}`);
    expect(worst?.found).toBe('the issuer is not trusted: the chain ends in A stranger');
  });

  test('with its whole chain holds', async () => {
    const issued = issueCertificate(good, middle);
    const port = await secure({ ...issued, cert: issued.cert + middle.cert });
    expect((await examineAt(`https://proxy.test:${port}`)).exitCode).toBe(0);
  });

  test('of old versions only has none in common', async () => {
    const port = await secure(issueCertificate(good, authority), {
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    const { worst } = await examineAt(`https://proxy.test:${port}`);
    expect(worst).toMatchObject({ name: 'tls', found: expect.stringContaining('no TLS version in common') });
  });

  test('of ciphers that nobody has today has none in common', async () => {
    const port = await secure(issueCertificate(good, authority), {
      maxVersion: 'TLSv1.2',
      ciphers: 'ECDHE-ECDSA-NULL-SHA@SECLEVEL=0',
    });
    const { worst } = await examineAt(`https://proxy.test:${port}`);
    expect(worst).toMatchObject({ name: 'tls', found: 'no cipher in common' });
  });

  test('that demands a certificate of the client', async () => {
    const port = await secure(issueCertificate(good, authority), {
      requestCert: true,
      rejectUnauthorized: true,
      ca: authority.cert,
    });
    const { worst } = await examineAt(`https://proxy.test:${port}`);
    expect(worst?.found).toBe('the server demands a certificate of the client, which the driver does not have');
  });

  test('is told from plain HTTP on its port, and the reverse', async () => {
    const plain = await listen(createPlain((_request, response) => response.end('{}')));
    const https = await examineAt(`https://proxy.test:${plain}`);
    expect(https.worst).toMatchObject({ name: 'tls', found: `port ${plain} speaks plain HTTP, not TLS` });
    const port = await secure(issueCertificate(good, authority));
    const http = await examineAt(`http://127.0.0.1:${port}`);
    expect(http.worst).toMatchObject({ name: 'http', found: `port ${port} speaks TLS, not plain HTTP` });
  });
});

describe('names and addresses', () => {
  const failing =
    (code: string): ResolveHost =>
    (_host, _options, callback) =>
      callback(Object.assign(new Error(code), { code }), []);
  const resolving =
    (...addresses: readonly string[]): ResolveHost =>
    (_host, _options, callback) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
  const worstOf = async (resolveHost: ResolveHost, flags = {}): Promise<CheckRead | undefined> =>
    (await examineAt('https://proxy.test', { resolveHost, flags })).worst;

  test.each([
    ['there is none', failing('ENOTFOUND'), 'proxy.test does not resolve: there is no such name (ENOTFOUND)'],
    ['the name server is away', failing('EAI_AGAIN'), 'proxy.test does not resolve: the name server does not answer (EAI_AGAIN)'],
    ['no address', resolving(), 'proxy.test does not resolve: the name has no address'],
  ])('%s', async (_name, resolveHost, found) => {
    expect(await worstOf(resolveHost)).toMatchObject({ name: 'dns', row: 'the-name-does-not-resolve', found });
  });

  test('a name server that never answers', async () => {
    const worst = await worstOf(() => {}, { deadline: '150ms' });
    expect(worst).toMatchObject({ name: 'dns', found: expect.stringMatching(/the name server does not answer within \d+ ms$/) });
  });

  test.each([
    ['10.0.0.7', '10.0.0.7 is not allowed: private network', '--allow-address 10.0.0.7/32'],
    ['169.254.169.254', '169.254.169.254 is not allowed: link-local or cloud metadata', '--allow-address 169.254.169.254/32'],
    ['fd00::7', 'fd00::7 is not allowed: private network', '--allow-address fd00::7/128'],
  ])('a name that leads to %s', async (address, found, flag) => {
    const worst = await worstOf(resolving(address));
    expect(worst).toMatchObject({ name: 'policy', code: 'BLOCKED_ADDRESS', row: 'the-address-is-not-allowed', found });
    expect(worst?.next).toContain(flag);
  });

  test('one private address among public ones blocks the name, and each is shown', async () => {
    const worst = await worstOf(resolving('93.184.216.34', '192.168.1.1'));
    expect(worst?.found).toBe('1 of 2 addresses are not allowed, so the whole name is not');
    expect(worst?.details).toEqual(['93.184.216.34 allowed', '192.168.1.1 private network']);
  });

  test('an address that refuses beside one that does not is a warning', async () => {
    const port = await secure(issueCertificate(good, authority));
    const { checks } = await examineAt(`https://proxy.test:${port}`, { resolveHost: resolving('127.0.0.1', '127.0.0.2') });
    expect(checks.find(({ name }) => name === 'tcp')).toMatchObject({
      status: 'warning',
      found: `1 of 2 addresses do not take connections on port ${port}`,
      details: [
        expect.stringMatching(/^127\.0\.0\.1 connected in/),
        expect.stringMatching(/^127\.0\.0\.2 refused: nothing listens/),
      ],
    });
  });
});
