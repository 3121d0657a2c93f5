import { type AddressInfo, createServer, type Socket } from 'node:net';
import { RecordingLogger } from '@elasticfunnels/switch-core/testing';
import { connectRedis } from '@elasticfunnels/switch-redis';
import { describe, expect, test } from 'vitest';
import { findLeaks } from './find-leaks.ts';
import { REDIS_PASSWORD } from './planted.ts';
import { showEverything } from './show-everything.ts';

/** What a Redis, or something else, says to whoever logs in; the arguments as they came. */
const ANSWERS: Readonly<Record<string, (sent: string) => string>> = {
  'a wrong password': () => '-WRONGPASS invalid username-password pair or user is disabled.\r\n',
  'no such command, with the arguments of the one that was sent': (sent) =>
    `-ERR unknown command 'AUTH', with args beginning with: ${sent.replaceAll('\r\n', ' ')}\r\n`,
  'too many arguments, said back': (sent) => `-ERR wrong number of arguments for 'auth' ${sent.replaceAll('\r\n', ' ')}\r\n`,
  'no such command, with the login of the newer protocol': () =>
    `-ERR unknown command \`HELLO\`, with args beginning with: \`3\`, \`AUTH\`, \`default\`, \`${REDIS_PASSWORD}\`, \r\n`,
  'no Redis at all': (sent) => `HTTP/1.1 400 Bad\r\n\r\n${sent}`,
};

async function tryToConnect(url: string): Promise<{ readonly error: unknown; readonly shown: string }> {
  const logger = new RecordingLogger();
  const error: unknown = await connectRedis({ url, logger, connectTimeoutMs: 250, commandTimeoutMs: 200 }).then(
    async (state) => {
      await state.close();
      return undefined;
    },
    (thrown: unknown) => thrown,
  );
  return { error, shown: [showEverything(error), logger.text(), showEverything(logger.entries)].join('\n') };
}

describe('the password of Redis shows in no error and no log', () => {
  test.each(Object.entries(ANSWERS))('when it says: %s', async (_name, answer) => {
    const sockets = new Set<Socket>();
    let read = '';
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('data', (chunk: Buffer) => {
        read += chunk.toString();
        socket.write(answer(chunk.toString()));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { error, shown } = await tryToConnect(`redis://default:${REDIS_PASSWORD}@127.0.0.1:${port}`);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
    expect(read).toContain(REDIS_PASSWORD);
    expect(error).toBeInstanceOf(Error);
    expect(findLeaks(shown)).toEqual([]);
  });

  test.each([
    ['nothing listens', `redis://default:${REDIS_PASSWORD}@127.0.0.1:1`],
    ['the name does not resolve', `redis://:${REDIS_PASSWORD}@redis.invalid:6379`],
    ['TLS is spoken to nobody', `rediss://:${REDIS_PASSWORD}@127.0.0.1:1`],
    ['the URL is none', `redis//:${REDIS_PASSWORD}@127.0.0.1`],
    ['the scheme is another', `http://:${REDIS_PASSWORD}@127.0.0.1`],
    ['the port is none', `redis://:${REDIS_PASSWORD}@127.0.0.1:port`],
  ])('when %s', async (_why, url) => {
    const { error, shown } = await tryToConnect(url);
    expect(error).toBeInstanceOf(Error);
    expect(findLeaks(shown)).toEqual([]);
  });
});
