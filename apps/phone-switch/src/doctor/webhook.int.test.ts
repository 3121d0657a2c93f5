import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateWebhookSecret } from '@elasticfunnels/five9-middleware';
import { createSwitchHost, InMemoryCustomerDirectory, parseBrandId } from '@elasticfunnels/switch-core';
import { five9Plugin } from '@elasticfunnels/switch-five9';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY, type CommandLineRig, startRig } from '../testing/command-line-rig.ts';

const SECRET = generateWebhookSecret();

interface Received {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

describe('the doctor and the webhook that takes screen pops', () => {
  let rig: CommandLineRig;
  const servers: Server[] = [];
  beforeAll(async () => {
    rig = await startRig();
  });
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  });
  afterAll(async () => {
    await rig[Symbol.asyncDispose]();
  });

  const receive = async (
    answer: (delivery: Received) => number,
    headers: Record<string, string> = {},
    text = '',
  ): Promise<string> => {
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      const received = request.headers as Readonly<Record<string, string>>;
      request.on('end', () => response.writeHead(answer({ body, headers: received }), headers).end(text));
    });
    servers.push(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/acme`;
  };
  const verify =
    (secret: string) =>
    ({ body, headers }: Received): number => {
      try {
        new Webhook(secret).verify(body, headers);
        return 422;
      } catch (error) {
        if (error instanceof WebhookVerificationError) return 401;
        throw error;
      }
    };
  const examine = async (
    url: string,
    secret?: string,
  ): Promise<{ readonly exitCode: number; readonly status: string; readonly found: string; readonly next?: string }> => {
    const words = secret === undefined ? [] : ['--webhook-secret-env', 'HOOK_SECRET'];
    const environment = secret === undefined ? {} : { HOOK_SECRET: secret };
    const { exitCode, out, err } = await rig.runIn(
      environment,
      'doctor',
      '--json',
      '--config',
      'five9.json',
      '--webhook-url',
      url,
      ...words,
    );
    for (const planted of [API_KEY, ...(secret === undefined ? [] : [secret, secret.slice(6)])])
      expect(out + err).not.toContain(planted);
    const check = JSON.parse(out).result.checks.find(({ name }: { name: string }) => name === 'screen_pop');
    return { exitCode, ...check };
  };

  it('is content with a receiver that refuses what nobody signed, and says what it cannot tell', async () => {
    const { exitCode, status, found } = await examine(await receive(() => 401));
    expect({ exitCode, status, found }).toEqual({
      exitCode: 0,
      status: 'holds',
      found: 'a delivery that nobody signed is refused (HTTP 401)',
    });
  });

  it('proves the secret by a delivery that is signed well and is no event', async () => {
    const { status, found } = await examine(await receive(verify(SECRET)), SECRET);
    expect({ status, found }).toEqual({
      status: 'holds',
      found: 'forged and old deliveries are refused, and the secret is taken (HTTP 422 for one without an event)',
    });
  });

  it('causes no pop at the framework’s own receiver, and is told that the secret is taken', async () => {
    await using host = createSwitchHost();
    host.register(five9Plugin);
    const config = { api_base_url: 'https://proxy.example', api_key: API_KEY };
    host.setBrand('acme', { plugin: 'five9', config, screenPop: { signing_secrets: [SECRET] } });
    const outcomes: string[] = [];
    const pops: unknown[] = [];
    const subscription = await host.screenPops.subscribe({ brandId: parseBrandId('acme') }, (entry) => pops.push(entry));
    const { listener } = host.receiveScreenPops({
      directory: new InMemoryCustomerDirectory([]),
      brandOf: () => 'acme',
      onDelivery: ({ reason }) => void outcomes.push(reason),
    });
    const server = createServer(listener);
    servers.push(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { status, found } = await examine(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/acme`, SECRET);
    expect(outcomes).toEqual(['signature_missing', 'timestamp_stale', 'not_an_event']);
    expect({ status, found }).toEqual({ status: 'holds', found: expect.stringContaining('the secret is taken (HTTP 422') });
    expect(pops).toEqual([]);
    await subscription.close();
  });

  it('tells a secret that is not the receiver’s', async () => {
    const { exitCode, found } = await examine(await receive(verify(generateWebhookSecret())), SECRET);
    expect({ exitCode, found }).toEqual({
      exitCode: 1,
      found: 'the receiver refuses what is signed with this secret (HTTP 401)',
    });
  });

  it('says of a refused secret that the path may be wrong, and whether the clocks agree', async () => {
    const nextOf = async (headers: Record<string, string>): Promise<string | undefined> =>
      (await examine(await receive(() => 401, headers), SECRET)).next;
    expect(await nextOf({})).toMatch(
      /^Compare the whole URL .*: a path of no brand is refused just the same\. .* The clocks agree\.$/,
    );
    const late = new Date(Date.now() - 400_000).toUTCString();
    expect(await nextOf({ date: late })).toMatch(/The clocks do not agree: they are (399|40\d) s apart\.$/);
  });

  it('does not take the refusal of a web page for a receiver’s', async () => {
    const page = await receive(() => 403, { 'content-type': 'text/html' }, '<html>Forbidden</html>');
    expect(await examine(page)).toMatchObject({
      status: 'warning',
      found: 'a web page refuses the delivery, and perhaps no receiver (HTTP 403)',
    });
  });

  it('tells a receiver that takes old deliveries', async () => {
    const { found } = await examine(
      await receive(({ headers }) => (headers['webhook-signature'] === undefined ? 401 : 204)),
      SECRET,
    );
    expect(found).toContain('takes a delivery that was signed a quarter of an hour ago (HTTP 204)');
  });

  it('sends nothing that names a call, a number or an agent', async () => {
    const bodies: string[] = [];
    const url = await receive(({ body, headers }) => {
      bodies.push(body);
      return verify(SECRET)({ body, headers });
    });
    await examine(url, SECRET);
    expect(bodies).toHaveLength(3);
    for (const body of bodies) expect(JSON.parse(body)).toEqual({ doctor: 'no event' });
  });

  it.each([
    [200, 'broken', 'a delivery that nobody signed is taken (HTTP 200)'],
    [404, 'broken', 'there is nothing at the webhook URL (HTTP 404)'],
    [405, 'broken', 'the webhook URL takes no POST (HTTP 405)'],
    [302, 'broken', 'the webhook URL redirects (HTTP 302), and senders do not follow'],
    [400, 'warning', 'the delivery was judged before its signature (HTTP 400)'],
    [429, 'warning', 'the receiver takes no more deliveries for now (HTTP 429)'],
    [500, 'broken', 'the receiver failed (HTTP 500)'],
  ])('names an answer of %d', async (answered, status, found) => {
    expect(await examine(await receive(() => answered))).toMatchObject({ status, found });
  });

  it('names a web page, and a secret in the URL', async () => {
    expect(await examine(await receive(() => 200, { 'content-type': 'text/html' }))).toMatchObject({ status: 'broken' });
    const inUrl = await examine(`${await receive(() => 422)}?token=${API_KEY}`);
    expect(inUrl).toMatchObject({
      status: 'warning',
      found: 'the receiver took the delivery, perhaps by a secret in the URL (HTTP 422)',
    });
  });

  it('refuses a variable that holds no secret, and does not show what it holds', async () => {
    const words = [
      'doctor',
      '--config',
      'five9.json',
      '--webhook-url',
      'https://x.example',
      '--webhook-secret-env',
      'HOOK_SECRET',
    ];
    const { exitCode, err } = await rig.runIn({ HOOK_SECRET: 'whsec_planted' }, ...words);
    expect({ exitCode, err }).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('the variable holds no webhook secret'),
    });
    expect(err).not.toContain('planted');
    expect((await rig.run(...words.slice(0, -1), 'whsec_planted')).err).not.toContain('planted');
  });

  it('does not look at the webhook when its host cannot be reached', async () => {
    const { status, found } = await examine('http://127.0.0.1:1/hooks/acme');
    expect({ status, found }).toEqual({ status: 'not_checked', found: 'Webhook TCP has to hold first' });
    const words = ['doctor', '--config', 'five9.json', '--webhook-url'];
    const closed = (await rig.run(...words, 'http://127.0.0.1:1/hooks/acme')).out;
    expect(closed).toContain('Next: Check the port in the webhook URL');
    const unnamed = (await rig.run(...words, 'https://nowhere.invalid/')).out;
    expect(unnamed).toContain('Next: Check the webhook URL for a typo');
    const plain = (await rig.run(...words, (await receive(() => 401)).replace('http:', 'https:'))).out;
    expect(plain).toContain('Next: Set the webhook URL to the TLS port');
  });
});
