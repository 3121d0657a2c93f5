import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { loadContract } from '../contract-files/load-contract.ts';
import { PublishError, publishContract } from './publish-contract.ts';

const { core, screenPop } = await loadContract();

interface Seen {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** A server that speaks as much of the Broker's protocol as publishing needs; it is no Broker. */
async function startBroker(status = 200, answer: unknown = { notices: [{ type: 'success', text: 'Pact published' }] }) {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      seen.push({ method: request.method, path: request.url, headers: request.headers, body: JSON.parse(body) });
      response.writeHead(status, { 'content-type': 'application/hal+json', location: 'https://elsewhere.invalid/' });
      response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    async [Symbol.asyncDispose](): Promise<void> {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const TOKEN = 'broker-token-4711';

describe('publishContract', () => {
  test('sends each pact as the protocol has it', async () => {
    await using broker = await startBroker();
    const published = await publishContract([core, screenPop], {
      brokerUrl: `${broker.url}/pacts/`,
      version: '1.0.0+abc',
      branch: 'main',
      tags: ['prod', 'eu'],
      buildUrl: 'https://ci.example/1',
      credentials: { kind: 'token', token: TOKEN },
    });
    expect(published).toEqual([
      { consumer: 'five9-driver', notices: ['Pact published'] },
      { consumer: 'elasticfunnels-screen-pop', notices: ['Pact published'] },
    ]);
    expect(broker.seen).toHaveLength(2);
    expect(broker.seen[0]).toMatchObject({
      method: 'POST',
      path: '/pacts/contracts/publish',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${TOKEN}`,
        accept: expect.stringContaining('hal+json'),
      },
    });
    const content = Buffer.from(JSON.stringify(core)).toString('base64');
    expect(broker.seen[0]?.body).toEqual({
      pacticipantName: 'five9-driver',
      pacticipantVersionNumber: '1.0.0+abc',
      branch: 'main',
      tags: ['prod', 'eu'],
      buildUrl: 'https://ci.example/1',
      contracts: [
        {
          consumerName: 'five9-driver',
          providerName: 'five9-rest-middleware',
          specification: 'pact',
          contentType: 'application/json',
          content,
        },
      ],
    });
  });

  test('leaves out what was not given', async () => {
    await using broker = await startBroker();
    await publishContract([core], { brokerUrl: broker.url, version: '1' });
    expect(Object.keys(Object(broker.seen[0]?.body))).toEqual(['pacticipantName', 'pacticipantVersionNumber', 'contracts']);
    expect(broker.seen[0]?.headers.authorization).toBeUndefined();
  });

  test('takes a username and a password', async () => {
    await using broker = await startBroker();
    const credentials = { kind: 'basic', username: 'u', password: 'p' } as const;
    await publishContract([core], { brokerUrl: broker.url, version: '1', credentials });
    expect(broker.seen[0]?.headers.authorization).toBe('Basic dTpw');
  });

  test.each([
    [401, '', /Check the token/],
    [403, '', /may not publish/],
    [404, 'no', /URL of a Pact Broker/],
    [409, '', /under another version/],
    [400, { errors: { contracts: ['is missing'] } }, /is missing/],
    [422, { notices: [{ text: 'Not so.' }] }, /Not so\./],
    [302, '', /give its own URL/],
    [500, '<html>', /HTTP 500/],
  ])('says what to do about a %s, without the token', async (status, answer, message) => {
    await using broker = await startBroker(status, answer);
    const options = { brokerUrl: broker.url, version: '1', credentials: { kind: 'token', token: TOKEN } } as const;
    const failure = await publishContract([core, screenPop], options).catch((error: unknown) => error);
    if (!(failure instanceof PublishError)) return expect.unreachable();
    expect(failure.message).toMatch(message);
    expect(failure.status).toBe(status);
    expect(`${failure.message}${failure.stack}`).not.toContain(TOKEN);
    expect(broker.seen).toHaveLength(1);
  });

  test.each(['http://127.0.0.1:1', 'file:///a/broker', 'broker'])(
    'says so when %s cannot be reached, or is no URL',
    async (brokerUrl) => {
      const failure = publishContract([core], { brokerUrl, version: '1' });
      await expect(failure).rejects.toThrow(/could not be reached|http or https URL/);
      await expect(failure).rejects.toMatchObject({ status: undefined });
    },
  );
});

const { PACT_BROKER_BASE_URL: realBroker, PACT_BROKER_TOKEN: token } = process.env;
// Registered only where there is a Broker: CI refuses tests that are skipped.
if (realBroker === undefined) {
  process.stdout.write('Publishing to a real Pact Broker is not tested: PACT_BROKER_BASE_URL is not set.\n');
}
const brokers = realBroker === undefined ? [] : [realBroker];

test.each(brokers)('the Broker at %s takes a pact, and the same again', async (brokerUrl) => {
  const credentials = token === undefined ? {} : { credentials: { kind: 'token', token } as const };
  const options = { brokerUrl, version: `test-${Date.now()}`, branch: 'contract-kit-test', ...credentials };
  expect(await publishContract([core], options)).toHaveLength(1);
  expect(await publishContract([core], options)).toHaveLength(1);
});
