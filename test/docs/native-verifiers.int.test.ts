import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { FaultBoard, Five9Simulator, startMiddleware } from '@elasticfunnels/five9-middleware';
import { expect, it, onTestFinished } from 'vitest';

const KIT = fileURLToPath(new URL('../../packages/switch-contract-tests/', import.meta.url));
const BINARIES = `${KIT}node_modules/.bin`;
/** The key of the published pacts. */
const API_KEY = 'example-api-key';

/** The reference middleware, and beside it an endpoint for provider states that needs no credentials. */
async function startProvider(): Promise<{ readonly port: string; readonly statesPort: string }> {
  const five9 = new Five9Simulator({ timings: { ringMs: 1, wrapUpMs: 0 } });
  const authentication = { kind: 'bearer', apiKey: API_KEY } as const;
  const control = { simulator: five9 };
  const middleware = await startMiddleware({ five9, authentication, faults: new FaultBoard(), control });
  const headers = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' };
  const states = createServer((request, response) => {
    void text(request)
      .then((body) => fetch(`${middleware.url}/control/states`, { method: 'POST', headers, body }))
      .then(async (answer) => response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text()));
  }).listen(0, '127.0.0.1');
  await once(states, 'listening');
  onTestFinished(async () => {
    states.close();
    await middleware.close();
    await five9.close();
  });
  const address = states.address();
  const statesPort = typeof address === 'object' && address !== null ? String(address.port) : '';
  return { port: new URL(middleware.url).port, statesPort };
}

it('the command of docs/native-verifiers.md passes the core pact with the bare verifier binary', async () => {
  const page = await readFile(new URL('../../docs/native-verifiers.md', import.meta.url), 'utf8');
  const [, command = ''] = /```sh\nPACT_DO_NOT_TRACK=true pact-verifier ([^]*?)```/.exec(page) ?? [];
  const { port, statesPort } = await startProvider();
  const words = command.replaceAll('\\\n', ' ').replace('8080', port).replace('8081', statesPort).trim().split(/\s+/);
  const verifier = spawn(`${BINARIES}/pact-verifier`, words, { cwd: KIT, env: { ...process.env, PACT_DO_NOT_TRACK: 'true' } });
  const [said, [exitCode]] = await Promise.all([text(verifier.stdout), once(verifier, 'close')]);
  expect(exitCode, said).toBe(0);
  // The page says how many there are, as a filter that matches nothing passes too.
  expect(said.match(/returns a response which/g)).toHaveLength(Number(/there are (\d+) in the core pact/.exec(page)?.[1]));
});
