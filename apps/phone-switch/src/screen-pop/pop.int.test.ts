import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateSigningSecret } from '@elasticfunnels/switch-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandLineRig, type Ran, startRig } from '../testing/command-line-rig.ts';

const POP_SECRET = generateSigningSecret();
type Answer = readonly [status: number, body?: object | string, headers?: Readonly<Record<string, string>>];

const PAGE = '<!doctype html><title>Our app</title>';
const OURS = { status: 'published' };

describe('phone-switch pop', () => {
  let rig: CommandLineRig;
  let server: Server;
  let answers: readonly Answer[] = [];
  const bodies: string[] = [];
  const ids: unknown[] = [];
  beforeAll(async () => {
    rig = await startRig();
    server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
      request.on('end', () => {
        bodies.push(text);
        ids.push(request.headers['webhook-id']);
        const [status, body, headers] = answers[bodies.length - 1] ?? [500];
        // Status 0 stands for no answer at all.
        if (status !== 0) response.writeHead(status, headers).end(typeof body === 'object' ? JSON.stringify(body) : body);
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  afterAll(async () => {
    server.close();
    server.closeAllConnections();
    await rig[Symbol.asyncDispose]();
  });

  const pop = (given: readonly Answer[], ...flags: readonly string[]): Promise<Ran> => {
    answers = given;
    bodies.length = 0;
    ids.length = 0;
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/pops?brand=acme`;
    return rig.runIn({ POP_SECRET }, 'pop', '--to', url, '--secret-env', 'POP_SECRET', ...flags);
  };

  it.each<[what: string, flags: string[], answers: Answer[], says: RegExp]>([
    ['our receiver’s word', [], [[200, OURS]], /^✓ HTTP 200: taken, and on its way/],
    [
      'our receiver’s word, twice',
      ['--fault', 'duplicate'],
      [
        [200, OURS],
        [200, { status: 'duplicate' }],
      ],
      /^✓ .*the second time/,
    ],
    ['a forged one refused', ['--fault', 'bad-signature'], [[403]], /not believed, as it should be/],
    ['an old one refused', ['--fault', 'stale'], [[401]], /not believed, as it should be/],
    ['a broken one refused', ['--fault', 'malformed'], [[422]], /not readable, as it should be/],
  ])('holds: %s', async (_what, flags, given, says) => {
    const { exitCode, out, err } = await pop(given, ...flags);
    expect(out).toMatch(says);
    expect(out).toMatch(/^✓/);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
  });

  it.each<[what: string, flags: string[], answers: Answer[], says: RegExp]>([
    ['no content', [], [[204]], /taken, but not by this framework’s receiver: it answered nothing/],
    ['another body', [], [[200, { ok: true, id: 7 }]], /receiver: it answered \{"ok":true,"id":7\}\. /],
    [
      'a text with colours',
      [],
      [[200, 'O\u001B[31mK\nnext\u009B']],
      /receiver: it answered O\\u\{1b\}\[31mK\\u\{a\}next\\u\{9b\}\./,
    ],
    ['a long text', [], [[200, 'x'.repeat(5_000)]], /it answered x{80}…\./],
    ['a duplicate, taken twice', ['--fault', 'duplicate'], [[200], [200]], /taken twice, but not by this framework’s receiver/],
    [
      'a duplicate, and ours only the second time',
      ['--fault', 'duplicate'],
      [[200], [200, { status: 'duplicate' }]],
      /taken twice, but not/,
    ],
    ['a refusal by a page', ['--fault', 'bad-signature'], [[403, PAGE]], /refused, but by a web page/],
    ['a broken one, refused by a page', ['--fault', 'malformed'], [[400, PAGE]], /refused, but by a web page/],
  ])('is no more than it seems, and gets no tick: %s', async (_what, flags, given, says) => {
    const { exitCode, out, err } = await pop(given, ...flags);
    expect(out).toMatch(says);
    expect(out).toMatch(/^! HTTP .*\n {2}Sent: .*\n {2}Next: .*\n$/);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect((await pop(given, ...flags, '--json')).json()).toMatchObject({
      ok: true,
      result: { asExpected: true, proven: false },
    });
  });

  it.each<[what: string, flags: string[], answers: Answer[], says: RegExp]>([
    ['taken', [], [[200, PAGE]], /a web page answered, so this is not a screen-pop receiver/],
    ['taken, by its type', [], [[200, 'hello', { 'content-type': 'text/html; charset=utf-8' }]], /a web page answered/],
    [
      'a duplicate',
      ['--fault', 'duplicate'],
      [
        [200, PAGE],
        [200, PAGE],
      ],
      /a web page answered/,
    ],
    ['a forged one', ['--fault', 'bad-signature'], [[200, PAGE]], /a web page answered/],
    ['a login', [], [[401, PAGE]], /refused by a web page; it should .*\n.*\n {2}Next: Look for a login/],
  ])('a web page is no receiver: %s', async (_what, flags, given, says) => {
    const { exitCode, out } = await pop(given, ...flags);
    expect(out).toMatch(says);
    expect({ exitCode, mark: out[0] }).toEqual({ exitCode: 1, mark: '✗' });
  });

  it.each([
    { error: 'upstream connect error', status: 502 },
    { status: 'error', message: 'session expired' },
    { success: false },
    { ok: false },
  ])('a success whose body says that it failed is none: %j', async (body) => {
    const { exitCode, out } = await pop([[200, body]]);
    expect(out).toMatch(/^✗ HTTP 200: not taken, whatever the status says: it answered \{/);
    expect(exitCode).toBe(1);
  });

  it.each<[what: string, flags: string[], answers: Answer[], says: RegExp]>([
    ['a forged one taken', ['--fault', 'bad-signature'], [[200]], /anybody can make up screen pops/],
    ['an old one taken', ['--fault', 'stale'], [[200]], /Next: Have the receiver check the signature/],
    ['a broken one taken', ['--fault', 'malformed'], [[200]], /although it cannot be read/],
    ['a duplicate shown twice', ['--fault', 'duplicate'], [[200], [200, { status: 'published' }]], /shown twice/],
    ['a duplicate refused', ['--fault', 'duplicate'], [[200], [409]], /the second attempt was answered 409/],
    ['a redirect', [], [[307, {}, { location: '/x' }]], /redirected; it should have been taken/],
    ['no such address', [], [[404]], /there is nothing at this address/],
    ['a failure', [], [[500]], /the receiver failed/],
    ['another secret', [], [[401]], /Give both sides the same secret/],
    ['another path', [], [[401]], /Next: Compare the whole URL .*: a path of no brand is answered 401 too/],
    ['taken for a duplicate', [], [[200, { status: 'duplicate' }]], /Give another --call-id/],
    ['a forged one that breaks it', ['--fault', 'bad-signature'], [[500]], /it should have been answered 401/],
    ['no answer', ['--deadline', '200ms'], [[0]], /no answer from .*: it took too long; it may have been taken all the same/],
  ])('does not hold: %s', async (_what, flags, given, says) => {
    const { exitCode, out, err } = await pop(given, ...flags);
    expect(out).toMatch(says);
    expect({ exitCode, err }).toEqual({ exitCode: 1, err: '' });
    expect(out).not.toContain(POP_SECRET.slice(6));
  });

  it('sends the canonical message, and the same delivery twice for a duplicate', async () => {
    await pop([[200], [200]], '--fault', 'duplicate', '--direction', 'outbound', '--from', '+442079460958', '--agent', '7');
    expect(bodies[0]).toBe(bodies[1]);
    expect(ids[0]).toBe(ids[1]);
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({
      event: 'call.ringing',
      call_id: expect.stringMatching(/^\d{15}$/),
      direction: 'outbound',
      customer_number: '+442079460958',
      dialled_number: '+442079460958',
      agent: { extension: '7' },
    });
  });

  it('is one object for a machine', async () => {
    const { exitCode, json } = await pop([[401]], '--json', '--call-id', '42');
    expect(exitCode).toBe(1);
    expect(json()).toMatchObject({
      ok: false,
      operation: 'pop',
      result: { asExpected: false, statuses: [401], sent: { callId: '42', webhookId: ids[0] } },
    });
  });

  it('does not take plain HTTP for a certificate that is wrong', async () => {
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const { exitCode, out } = await rig.runIn({ POP_SECRET }, 'pop', '--to', url, '--secret-env', 'POP_SECRET');
    expect(out).toMatch(/there is no TLS on that port; nothing was sent\.[^]*Next: Write http:\/\//);
    expect(exitCode).toBe(1);
  });

  it.each([
    ['where nothing listens', 'http://127.0.0.1:1/', /nothing listens on that port; nothing was sent/],
    ['on a private network', 'https://10.1.2.3/', /its address is not allowed \(.*\); nothing was sent\.[^]*--allow-address/],
    ['without a name server', 'https://nowhere.invalid/', /the name does not resolve; nothing was sent/],
  ])('says why there is no answer %s', async (_where, url, says) => {
    const { exitCode, out } = await rig.runIn({ POP_SECRET }, 'pop', '--to', url, '--secret-env', 'POP_SECRET');
    expect(out).toMatch(says);
    expect(exitCode).toBe(1);
  });
});
