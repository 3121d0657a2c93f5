import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { holdClosedPort } from './held-port.ts';

test('a held port refuses connections, and nobody else gets it', async () => {
  await using held = await holdClosedPort();
  const [refused] = (await once(connect(held.port, '127.0.0.1'), 'error').catch((error: unknown) => [error])) as [
    NodeJS.ErrnoException,
  ];
  expect(refused.code).toBe('ECONNREFUSED');
  const rival = createServer();
  rival.listen(held.port, '127.0.0.1');
  const [taken] = (await once(rival, 'error')) as [NodeJS.ErrnoException];
  expect(taken.code).toBe('EADDRINUSE');
});
