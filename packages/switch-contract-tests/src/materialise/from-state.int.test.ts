import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { FaultBoard, Five9Simulator, startMiddleware } from '@elasticfunnels/five9-middleware';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../consumer/temporary-directory.test.fixture.ts';
import { loadContract } from '../contract-files/load-contract.ts';
import { runVerifier } from '../verify/pact/run-verifier.ts';
import { materialise } from './materialise.ts';
import { writePacts } from './write-pacts.ts';

const KEY = 'a-key-that-stands-in-no-file';

/** A team's own state endpoint: the middleware's states, and the credentials that it reads from its environment. */
async function startStates(middlewareUrl: string): Promise<{ readonly url: string } & AsyncDisposable> {
  const authorization = `Bearer ${KEY}`;
  const server = createServer((request, response) => {
    void text(request)
      .then((body) => {
        const headers = { authorization, 'content-type': 'application/json' };
        return fetch(`${middlewareUrl}/control/states`, { method: 'POST', headers, body });
      })
      .then(async (answer) => {
        const values: unknown = await answer.json();
        response.writeHead(answer.status, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ ...Object(values), authorization }));
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

test('the bare verifier proves the reference middleware by a pact that holds no secret', async () => {
  const faults = new FaultBoard();
  await using stack = new AsyncDisposableStack();
  const five9 = new Five9Simulator();
  stack.defer(() => five9.close());
  const authentication = { kind: 'bearer', apiKey: KEY } as const;
  const middleware = await startMiddleware({ five9, authentication, faults, control: { simulator: five9 } });
  stack.defer(() => middleware.close());
  await using states = await startStates(middleware.url);
  await using directory = await temporaryDirectory();
  const { core } = await loadContract();
  const pact = materialise(core, { authentication: { scheme: 'bearer', credentials: 'from-state' } });
  expect(JSON.stringify(pact)).not.toContain(KEY);
  const verdicts = await runVerifier({
    pactFiles: await writePacts([pact], directory.path),
    port: Number(new URL(middleware.url).port),
    statesUrl: states.url,
    directory: directory.path,
    requestTimeoutMs: 5_000,
    deadlineMs: 25_000,
    signal: new AbortController().signal,
  });
  expect(verdicts.interactions).toBe(core.interactions.length);
  expect([...verdicts.results].filter(([, { passed }]) => !passed)).toEqual([]);
});
