import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom, shuffled } from '../faults/seeded-random.ts';
import type { RedisServer } from '../../packages/switch-redis/src/redis-server.test.fixture.ts';
import { type PlatformNode, STOP_MS } from './platform-node.ts';

/** How often each thing is done to the processes. */
export interface ChaosCounts {
  /** SIGKILL, and started again. */
  readonly nodeKills: number;
  /** SIGKILL, and started again with what it had written. */
  readonly redisKills: number;
  /** SIGTERM, as a new release does it, and started again. */
  readonly nodeStops: number;
  /** SIGSTOP for longer than a claim lasts, then SIGCONT. */
  readonly nodeFreezes: number;
  /** SIGSTOP for a moment. */
  readonly redisFreezes: number;
}

type Deed = keyof ChaosCounts;

/** What was done. */
export interface ChaosReport {
  readonly done: Readonly<Record<Deed, number>>;
  /** How long each node took to end after SIGTERM, in milliseconds; undefined for one that had to be killed. */
  readonly stops: readonly (number | undefined)[];
}

/** Whom it is done to, and when. */
export interface ChaosOptions {
  readonly seed: number;
  readonly counts: ChaosCounts;
  readonly nodes: readonly PlatformNode[];
  readonly redis: RedisServer | undefined;
  /** It is spread over as much time; milliseconds. */
  readonly durationMs: number;
  readonly onDeed?: (deed: Deed) => void;
}

const LONGEST_DOWN_MS = 800;
const NODE_FREEZE_MS = 7_000;
const REDIS_FREEZE_MS = 1_500;
/** Volleys are sent at every tenth of a second: a little after one, a node has its hands full. */
const VOLLEY_MS = 100;
const AFTER_VOLLEY_MS = 12;

/** Kills, stops and freezes nodes and Redis as a seed decides; resolves when all are up again. */
export async function causeChaos(options: ChaosOptions): Promise<ChaosReport> {
  return await new Chaos(options).run();
}

class Chaos {
  readonly #options: ChaosOptions;
  readonly #random: () => number;
  readonly #done: Record<Deed, number> = { nodeKills: 0, redisKills: 0, nodeStops: 0, nodeFreezes: 0, redisFreezes: 0 };
  readonly #stops: (number | undefined)[] = [];
  readonly #busy = new Set<PlatformNode | RedisServer>();

  constructor(options: ChaosOptions) {
    this.#options = options;
    this.#random = seededRandom(options.seed ^ 0xc4a05);
  }

  async run(): Promise<ChaosReport> {
    const { counts, durationMs } = this.#options;
    const deeds = (Object.keys(counts) as Deed[]).flatMap((deed) => Array.from({ length: counts[deed] }, () => deed));
    const startedAt = performance.now();
    const slotMs = durationMs / Math.max(1, deeds.length);
    const underWay = shuffled(deeds, this.#random).map(async (deed, index) => {
      const atMs = Math.floor((index + this.#random()) * (slotMs / VOLLEY_MS)) * VOLLEY_MS + this.#random() * AFTER_VOLLEY_MS;
      const [choice, downMs] = [this.#random(), this.#random() * LONGEST_DOWN_MS];
      await pause(Math.max(0, startedAt + atMs - performance.now()));
      await this.#do(deed, choice, downMs);
    });
    await Promise.all(underWay);
    return { done: this.#done, stops: this.#stops };
  }

  async #do(deed: Deed, choice: number, downMs: number): Promise<void> {
    const victim = await this.#claimVictim(deed, choice);
    if (victim === undefined) return;
    this.#options.onDeed?.(deed);
    this.#done[deed] += 1;
    if (deed === 'redisFreezes' || deed === 'redisKills') await hurtRedis(victim as RedisServer, deed, downMs);
    else await this.#hurtNode(victim as PlatformNode, deed, downMs);
    this.#busy.delete(victim);
  }

  /** One that is up; whoever is last of all is not spared. */
  async #claimVictim(deed: Deed, choice: number): Promise<PlatformNode | RedisServer | undefined> {
    const { nodes, redis } = this.#options;
    const isForRedis = deed === 'redisKills' || deed === 'redisFreezes';
    if (isForRedis && redis === undefined) return undefined;
    for (;;) {
      const up = (isForRedis && redis !== undefined ? [redis] : nodes).filter((each) => !this.#busy.has(each));
      const victim = up[Math.floor(choice * up.length)];
      if (victim !== undefined) {
        this.#busy.add(victim);
        return victim;
      }
      await pause(VOLLEY_MS);
    }
  }

  async #hurtNode(node: PlatformNode, deed: Deed, downMs: number): Promise<void> {
    if (deed === 'nodeFreezes') return node.freeze(NODE_FREEZE_MS);
    if (deed === 'nodeStops') this.#stops.push(await node.stop());
    else await node.kill();
    await pause(downMs);
    await node.start();
  }
}

async function hurtRedis(redis: RedisServer, deed: Deed, downMs: number): Promise<void> {
  if (deed === 'redisFreezes') {
    redis.pause();
    await pause(REDIS_FREEZE_MS);
    redis.resume();
    return;
  }
  await redis.kill();
  await pause(downMs);
  await redis.start();
}

/** Whether all ended by themselves within their bound. */
export function allStopped(stops: readonly (number | undefined)[]): boolean {
  return stops.every((ms) => ms !== undefined && ms < STOP_MS);
}
