import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RedisServer } from '../../packages/switch-redis/src/redis-server.test.fixture.ts';
import type { Mutation } from './mutations.ts';
import { PlatformNode } from './platform-node.ts';
import { type PlatformWorld, toPlatformFile } from './platform-world.ts';

const MUTATE = fileURLToPath(new URL('mutate.ts', import.meta.url));

/** How the platform is set up. */
export interface PlatformOptions {
  readonly world: PlatformWorld;
  readonly nodes: number;
  /** When Redis waits for the disk: `always`, `everysec` or `no`. */
  readonly appendfsync?: string;
  /** Each node remembers for itself, as if nobody had set REDIS_URL. */
  readonly withoutRedis?: boolean;
  /** The product broken in these places. */
  readonly mutations?: readonly Mutation[];
}

/** Several processes of the platform example, and one Redis of their own. */
export interface Platform extends AsyncDisposable {
  readonly nodes: readonly PlatformNode[];
  readonly redis: RedisServer | undefined;
  /** Asks all nodes to end; how long each took, undefined for one that had to be killed. */
  stop(): Promise<readonly (number | undefined)[]>;
}

/** Starts Redis and then the nodes. Whatever it leaves on the disk goes when it is disposed of. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { world, nodes: count, appendfsync = 'always', withoutRedis = false, mutations = [] } = options;
  const directory = await mkdtemp(join(tmpdir(), 'many-nodes-'));
  const file = join(directory, 'platform.json');
  await writeFile(file, toPlatformFile(world), { mode: 0o600 });
  const redis = withoutRedis ? undefined : await RedisServer.start(['--appendfsync', appendfsync]);
  const environment = {
    PLATFORM: file,
    // Nodes are started often, and what they are compiled to is the same each time.
    NODE_COMPILE_CACHE: join(directory, 'compiled'),
    ...(redis === undefined ? {} : { REDIS_URL: redis.url }),
    ...(mutations.length === 0 ? {} : { MUTATIONS: mutations.join(',') }),
  };
  const flags = mutations.length === 0 ? [] : ['--import', MUTATE];
  const ports = await findFreePorts(count);
  const nodes = ports.map((port, index) => new PlatformNode({ name: `node ${index + 1}`, port, environment, flags }));
  const platform = {
    nodes,
    redis,
    stop: () => Promise.all(nodes.map((node) => node.stop())),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(nodes.map((node) => node.kill()));
      await redis?.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
  try {
    await Promise.all(nodes.map((node) => node.start()));
  } catch (error) {
    await platform[Symbol.asyncDispose]();
    throw error;
  }
  return platform;
}

// All held at once, so that they differ.
async function findFreePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}
