import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import {
  DNS_FAULTS,
  type Fault,
  FAULTS,
  type FaultServer,
  getFault,
  NO_FAULT,
  startFaultServer,
} from '@elasticfunnels/switch-core/testing/faults';
import { describe, expect, test } from 'vitest';

// Looked at with a bare socket: what a client of ours makes of it is no proof of what was on the wire.

const REQUEST = 'POST /calls HTTP/1.1\r\nhost: switch.test\r\ncontent-length: 7\r\n\r\n{"a":1}';

interface Seen {
  /** Everything that came, in Latin-1. */
  readonly text: string;
  /** What became of the connection: still `open` a moment after the fault struck. */
  readonly ended: 'refused' | 'reset' | 'closed' | 'open' | 'never connected';
}

interface Looking {
  /** Resolves when the fault strikes. */
  readonly struck: Promise<void>;
  /** What to wait for, generously; a moment after the strike when absent, for what must not come. */
  readonly enough?: ((seen: Seen) => boolean) | undefined;
  readonly requests: number;
}

/** Speaks to a server as a client would that knows no HTTP; sends the second request once the first is answered. */
async function look(server: FaultServer, { struck, enough, requests }: Looking): Promise<Seen> {
  const port = Number(server.url.port);
  const plain = connect(port, '127.0.0.1');
  const socket: Socket = server.url.protocol === 'http:' ? plain : connectTls({ socket: plain, rejectUnauthorized: false });
  let text = '';
  let ended: Seen['ended'] = 'never connected';
  let sent = 0;
  const sendNext = (): void => {
    sent += 1;
    socket.write(REQUEST);
  };
  plain.on('connect', () => {
    ended = 'open';
    sendNext();
  });
  const over = new Promise<void>((resolve) => {
    plain.on('error', (error) => {
      ended = 'code' in error && error.code === 'ECONNREFUSED' ? 'refused' : 'reset';
    });
    socket.on('error', () => {});
    plain.on('close', () => {
      if (ended === 'open') ended = 'closed';
      resolve();
    });
  });
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    if (sent < requests) sendNext();
  });
  if (enough === undefined) await Promise.race([over, struck.then(() => pause(25))]);
  else for (let turn = 0; turn < 1_000 && !enough({ text, ended }); turn += 1) await pause(5);
  const seen = { text, ended };
  socket.destroy();
  plain.destroy();
  return seen;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function lookAt(
  fault: Fault,
  enough?: Looking['enough'],
): Promise<Seen & { readonly requests: number; readonly connections: number }> {
  let strike = (): void => {};
  const struck = new Promise<void>((resolve) => (strike = resolve));
  await using server = await startFaultServer({
    fault,
    dripMs: 1,
    maxSentBytes: 100_000,
    onEvent: (event) => event === 'strike' && strike(),
  });
  const seen = await look(server, { struck, enough, requests: fault.behaviour.strikesFrom ?? 1 });
  const counted = { requests: server.requestsSeen().length, connections: server.connectionsSeen() };
  await server.close();
  expect(server.connectionsOpen()).toBe(0);
  return { ...seen, ...counted };
}

const ENDINGS = { keep: 'open', stall: 'open', close: 'closed', reset: 'reset' } as const;

describe('every fault does on the wire what its data says', () => {
  test('and has a name and a summary of its own', () => {
    const all = [...FAULTS, ...DNS_FAULTS];
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    for (const { name, summary } of all) {
      expect(name).toMatch(/^[a-z0-9.-]+$/);
      expect(summary).toMatch(/^.{10,150}\.$/);
    }
  });

  test.concurrent.each(
    FAULTS.filter(({ scheme, behaviour }) => scheme === 'http' && behaviour.port === undefined && behaviour.tls === undefined),
  )('$name', async (fault) => {
    const { after, strikesFrom = 1 } = fault.behaviour;
    const { ended, requests, connections } = await lookAt(
      fault,
      ENDINGS[after] === 'open' ? undefined : (seen) => seen.ended === ENDINGS[after],
    );
    expect(ended).toBe(ENDINGS[after]);
    expect(connections).toBe(1);
    if (fault.seen === 'always') expect(requests).toBe(strikesFrom);
    if (fault.seen === 'never') expect(requests).toBe(0);
  });
});

describe('what comes', () => {
  test.concurrent.each([
    [
      'none',
      /^HTTP\/1\.1 200 Said\r\ncontent-type: application\/json\r\ncontent-length: 44\r\n\r\n\{"success":true,"call_id":"300000000000001"\}$/,
    ],
    ['reset-at-request', /^$/],
    ['close-at-status-line', /^HTTP\/1\.1 200 OK\r\n$/],
    ['stall-at-answer-headers', /\r\ncontent-length: 64\r\n\r\n$/],
    ['reset-at-answer-body', /\r\n\r\n\{"success":tr$/],
    ['length-two-different', /content-length: 44\r\ncontent-length: 45\r\n/],
    ['length-negative', /content-length: -1\r\n/],
    ['length-and-chunked', /transfer-encoding: chunked\r\ncontent-length: 44\r\n/],
    ['chunk-size-bad', /\r\nzz\r\n/],
    ['http-1.0', /^HTTP\/1\.0 200 OK\r\n/],
    ['http-0.9', /^\{"success"/],
    ['status-099', /^HTTP\/1\.1 099 /],
    ['news-103-many', /^(HTTP\/1\.1 103 Early Hints\r\nlink: <\/a\.css>\r\n\r\n){50}HTTP\/1\.1 200 /],
    ['upgrade-unasked', /^HTTP\/1\.1 101 /],
    ['lines-bare-lf', /^HTTP\/1\.1 200 Said\n[^\r]*$/],
    ['encoding-gzip', /content-encoding: gzip\r\n[^]*\r\n\r\n.\u008b/],
    ['json-bom', /\r\n\r\n\xef\xbb\xbf\{/],
    ['json-utf16', /\{\0"\0/],
    ['call-id-number', /"call_id":300000000000000001\}$/],
    ['status-204', /^HTTP\/1\.1 204 No Content\r\n\r\n$/],
    ['status-429-wait-absurd', /^HTTP\/1\.1 429 [^]*retry-after: 999999999\r\n/],
    ['redirect-307-itself', /location: http:\/\/127\.0\.0\.1:\d+\/calls\r\n/],
    ['redirect-302-other-host', /location: http:\/\/localhost:\d+\/calls\r\n/],
    ['redirect-308-nowhere', /^HTTP\/1\.1 308 Said\r\ncontent-length: 0\r\n\r\n$/],
    ['poison-in-one', /300000000000001"\}HTTP\/1\.1 200 [^]*poison-call-of-nobody"\}$/],
    ['answer-before-request', /^HTTP\/1\.1 200 /],
    ['stale-reset', /300000000000001"\}$/],
  ])('%s', async (name, pattern) =>
    expect((await lookAt(getFault(name), (seen) => pattern.test(seen.text))).text).toMatch(pattern),
  );

  test.each(['huge-body-declared', 'huge-body-chunked', 'huge-body-unmeasured', 'endless-headers'])(
    '%s ends at the bound that the server was given',
    async (name) => {
      const { text } = await lookAt(getFault(name), (seen) => seen.text.length > 70_000);
      expect(text.length).toBeGreaterThan(70_000);
      expect(text.length).toBeLessThanOrEqual(100_000);
    },
  );

  test('a drip comes a byte at a time, and stops when the client goes', async () => {
    let pieces = 0;
    await using server = await startFaultServer({ fault: getFault('drip-body'), dripMs: 1 });
    const socket = connect(Number(server.url.port), '127.0.0.1').on('connect', () => socket.write(REQUEST));
    for await (const chunk of socket) {
      expect((chunk as Buffer).length).toBeLessThan(10);
      if ((pieces += 1) >= 20) break;
    }
    await server.idle();
    expect(server.connectionsOpen()).toBe(0);
  });
});

describe('the port', () => {
  test('refuse: nothing listens', async () =>
    expect((await lookAt(getFault('refuse'), (seen) => seen.ended === 'refused')).ended).toBe('refused'));

  test.skipIf(process.platform === 'win32')('blackhole: no attempt to connect is answered', async () => {
    const startedAt = performance.now();
    const aMomentLater = (): boolean => performance.now() - startedAt > 300;
    expect(await lookAt(getFault('blackhole'), aMomentLater)).toEqual({
      text: '',
      ended: 'never connected',
      requests: 0,
      connections: 0,
    });
  });
});

describe('the certificate, as a client sees it that trusts the authority', () => {
  test.each([
    ['tls-self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['tls-unknown-issuer', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['tls-expired', 'CERT_HAS_EXPIRED'],
    ['tls-not-yet-valid', 'CERT_NOT_YET_VALID'],
    ['tls-wrong-host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['tls-client-certificate-shown', 'INVALID_PURPOSE'],
    ['tls-old-protocol', /ERR_SSL/],
    ['tls-only-http2', 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL'],
    ['tls-demands-certificate-1.2', /HANDSHAKE_FAILURE|CERTIFICATE/],
    ['tls-plain-http', /ERR_SSL/],
    ['tls-handshake-reset', 'ECONNRESET'],
  ])('%s: %s', async (name, code) => {
    await using server = await startFaultServer({ fault: getFault(name) });
    const socket = connectTls({
      host: '127.0.0.1',
      port: Number(server.url.port),
      ca: [...server.certificateAuthorities],
      ALPNProtocols: ['http/1.1'],
    });
    const [error] = (await once(socket, 'error').catch((thrown: unknown) => [thrown])) as [NodeJS.ErrnoException];
    socket.destroy();
    expect(error.code).toMatch(code);
    expect(server.requestsSeen()).toEqual([]);
  });
});

test('requests are told as they were sent, and bytes and connections counted', async () => {
  await using server = await startFaultServer({ fault: NO_FAULT });
  const body = JSON.stringify({ destination: 'Zoë' });
  for (const target of ['/calls?a=1', '/hangup']) {
    await (await fetch(new URL(target, server.url), { method: 'POST', body, headers: { 'Idempotency-Key': 'k' } })).text();
  }
  expect(server.requestsSeen()).toMatchObject([
    { method: 'POST', target: '/calls?a=1', body, headers: { 'idempotency-key': 'k' }, connection: 1 },
    { method: 'POST', target: '/hangup', body },
  ]);
  expect(server.bytesSeen()).toBeGreaterThan(2 * body.length);
});
