import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateSigningSecret } from '@elasticfunnels/switch-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandLineRig, type Ran, startRig } from '../testing/command-line-rig.ts';

const POP_SECRET = generateSigningSecret();
type Answer = readonly [status: number, body?: object, headers?: Readonly<Record<string, string>>];

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
        if (status !== 0) response.writeHead(status, headers).end(body === undefined ? '' : JSON.stringify(body));
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
    ['no content', [], [[204]], /HTTP 204: taken, and on its way/],
    ['a forged one refused', ['--fault', 'bad-signature'], [[403]], /not believed, as it should be/],
    ['an old one refused', ['--fault', 'stale'], [[401]], /not believed, as it should be/],
    ['a broken one refused', ['--fault', 'malformed'], [[422]], /not readable, as it should be/],
    ['a duplicate taken', ['--fault', 'duplicate'], [[200], [200]], /only the screen tells/],
  ])('holds: %s', async (_what, flags, given, says) => {
    const { exitCode, out, err } = await pop(given, ...flags);
    expect(out).toMatch(says);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
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
