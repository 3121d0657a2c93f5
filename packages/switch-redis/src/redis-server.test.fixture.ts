import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { once } from 'node:events';
import { Redis } from 'ioredis';

const PATIENCE_MS = 60_000;
/** A process that tests on a busy machine may look away for seconds, and then takes an answer for a late one. */
const ANSWER_MS = 10_000;
const BINARIES = ['redis-server', 'valkey-server'];

/** A Redis of the test's own, which it may kill and start again: on a free port, with a directory that goes with it. */
export class RedisServer {
  readonly #binary: string;
  readonly #directory: string;
  readonly #flags: readonly string[];
  readonly port: number;
  #process: ChildProcess | undefined;

  private constructor(binary: string, port: number, flags: readonly string[]) {
    this.#binary = binary;
    this.#flags = flags;
    this.port = port;
    this.#directory = mkdtempSync(join(tmpdir(), 'switch-redis-'));
  }

  /** Why none can be started here; undefined where one can. */
  static findLack(): string | undefined {
    return findBinary() === undefined ? `no ${BINARIES.join(' or ')} on the PATH` : undefined;
  }

  static async start(flags: readonly string[] = []): Promise<RedisServer> {
    const binary = findBinary();
    if (binary === undefined) throw new Error('There is no Redis to start.');
    const server = new RedisServer(binary, await findFreePort(), flags);
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it again after `kill`, with the data that it had written. */
  async start(): Promise<void> {
    const flags = [
      '--port',
      String(this.port),
      '--bind',
      '127.0.0.1',
      '--dir',
      this.#directory,
      '--save',
      '',
      '--daemonize',
      'no',
    ];
    const durable = ['--appendonly', 'yes', '--appendfsync', 'always'];
    this.#process = spawn(this.#binary, [...flags, ...durable, ...this.#flags], { stdio: 'ignore' });
    const endsAt = Date.now() + PATIENCE_MS;
    while (!(await isAnswering(this.port))) {
      if (Date.now() > endsAt) throw new Error(`Redis did not start within ${PATIENCE_MS} ms.`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** As a crash does it: without a word to its clients, and without writing anything more. */
  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGCONT');
    child.kill('SIGKILL');
    await ended;
  }

  /** Runs one command, on a connection of its own. */
  async command(name: string, ...parts: readonly string[]): Promise<unknown> {
    const redis = new Redis(this.port, '127.0.0.1', { retryStrategy: null, commandTimeout: 5_000 });
    try {
      return await redis.call(name, ...parts);
    } finally {
      redis.disconnect();
    }
  }

  async flush(): Promise<void> {
    await this.command('FLUSHALL');
  }

  /** It stops answering, and its connections stay open. */
  pause(): void {
    this.#process?.kill('SIGSTOP');
  }

  resume(): void {
    this.#process?.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** Whether a missing Redis is a failure rather than a reason to skip. */
export function isRedisRequired(): boolean {
  return process.env['CI'] === 'true';
}

function findBinary(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return BINARIES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function isAnswering(port: number): Promise<boolean> {
  const redis = new Redis(port, '127.0.0.1', {
    lazyConnect: true,
    retryStrategy: null,
    maxRetriesPerRequest: 0,
    commandTimeout: ANSWER_MS,
  });
  redis.on('error', () => {});
  try {
    await redis.connect();
    return (await redis.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}
