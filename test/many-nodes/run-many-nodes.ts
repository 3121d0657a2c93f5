import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '../faults/seeded-random.ts';
import { AgentScreen } from './agent-screen.ts';
import { allStopped, causeChaos, type ChaosCounts, type ChaosReport } from './chaos.ts';
import { judgeRun, type Judgement } from './judge-run.ts';
import { type Platform, startPlatform, type PlatformOptions } from './platform-nodes.ts';
import { makeWorld, type PlatformWorld } from './platform-world.ts';
import { type AnswerCounts, type DeliveryRecord, Telephony } from './telephony.ts';
import { planTraffic, type Traffic } from './traffic.ts';

/** What is run. */
export interface ManyNodesOptions extends Pick<PlatformOptions, 'appendfsync' | 'withoutRedis' | 'mutations'> {
  readonly seed: number;
  /** Without the duplicates, of which there are 20% on top. */
  readonly deliveries: number;
  readonly perSecond: number;
  readonly nodes: number;
  readonly brands: number;
  readonly agentsPerBrand: number;
  readonly chaos: ChaosCounts;
  /** How long what was acknowledged may take to be shown, when all has been sent; milliseconds. */
  readonly patienceMs?: number;
  /** Is told how far it is, about twice a second. */
  readonly onProgress?: (progress: ManyNodesProgress) => void;
}

/** How far a run is. */
export interface ManyNodesProgress {
  readonly acknowledged: number;
  readonly planned: number;
  readonly shown: number;
}

/** What a run found. */
export interface ManyNodesOutcome extends Judgement {
  readonly events: number;
  readonly duplicates: number;
  readonly attempts: number;
  readonly acknowledged: number;
  /** By kind: `published`, `duplicate`, a status, `refused`, `cut_off`, `timed_out`. */
  readonly answers: AnswerCounts;
  readonly mostAttempts: number;
  readonly screens: number;
  readonly reconnections: number;
  readonly chaos: ChaosReport;
  /** Processes that ended without being asked to. */
  readonly crashes: number;
  /** Whether each node that was asked to end did, within its bound. */
  readonly allEnded: boolean;
  readonly slowestEndMs: number;
  readonly slowestStartMs: number;
  readonly seconds: number;
}

/** A browser comes back every 2 seconds, until the node that it comes to is up. */
const PATIENCE_MS = 15_000;
/** How long it is looked whether something comes a second time. */
const QUIET_MS = 1_500;
const PROGRESS_MS = 500;
/** Deliveries that one telephony system has under way at most: where the machine cannot keep up, it waits. */
const UNDER_WAY = 600;

/** Runs the platform, sends it deliveries while its processes are killed, and judges what the agents' screens showed. */
export async function runManyNodes(options: ManyNodesOptions): Promise<ManyNodesOutcome> {
  const startedAt = performance.now();
  const world = makeWorld(options);
  await using platform = await startPlatform({ ...options, world });
  const run = new Run(options, world, platform);
  const [chaos, records] = await run.play();
  const lastEnds = await platform.stop();
  const ends = [...chaos.stops, ...lastEnds];
  const judged = run.judge(records);
  return {
    ...judged,
    chaos,
    crashes: platform.nodes.reduce((sum, { crashes }) => sum + crashes, 0),
    allEnded: allStopped(ends),
    slowestEndMs: Math.round(Math.max(...ends.map((ms) => ms ?? Number.POSITIVE_INFINITY))),
    slowestStartMs: Math.round(Math.max(...platform.nodes.map(({ slowestStartMs }) => slowestStartMs))),
    seconds: Math.round((performance.now() - startedAt) / 1_000),
  };
}

class Run {
  readonly #options: ManyNodesOptions;
  readonly #platform: Platform;
  readonly #traffic: Traffic;
  readonly #telephony: Telephony;
  readonly #screens: readonly AgentScreen[];
  readonly #shown = new Set<string>();
  #acknowledged = 0;

  constructor(options: ManyNodesOptions, world: PlatformWorld, platform: Platform) {
    this.#options = options;
    this.#platform = platform;
    this.#traffic = planTraffic(world, options);
    const random = seededRandom(options.seed + 1);
    const urls = platform.nodes.map(({ url }) => url);
    this.#telephony = new Telephony({ brands: world.brands, urls, random });
    const chooseUrl = (): string => urls[Math.floor(random() * urls.length)] ?? '';
    this.#screens = listTopics(world).map((topic) => new AgentScreen(topic, chooseUrl, ({ key }) => this.#shown.add(key)));
  }

  async play(): Promise<[ChaosReport, readonly DeliveryRecord[]]> {
    const { seed, chaos: counts, onProgress } = this.#options;
    const { nodes, redis } = this.#platform;
    const durationMs = this.#traffic.deliveries.at(-1)?.atMs ?? 0;
    const telling = setInterval(() => onProgress?.(this.#progress), PROGRESS_MS);
    try {
      await Promise.all(this.#screens.map((screen) => screen.start()));
      const [chaos, records] = await Promise.all([causeChaos({ seed, counts, nodes, redis, durationMs }), this.#sendAll()]);
      await this.#waitUntilShown(records);
      return [chaos, records];
    } finally {
      clearInterval(telling);
      await Promise.all(this.#screens.map((screen) => screen.stop()));
      this.#telephony.close();
    }
  }

  judge(
    records: readonly DeliveryRecord[],
  ): Omit<ManyNodesOutcome, 'chaos' | 'crashes' | 'allEnded' | 'slowestEndMs' | 'slowestStartMs' | 'seconds'> {
    const { expected, deliveries } = this.#traffic;
    return {
      ...judgeRun(expected, records, this.#screens),
      events: expected.size,
      duplicates: deliveries.length - expected.size,
      attempts: records.reduce((sum, { attempts }) => sum + attempts, 0),
      acknowledged: records.filter(({ acknowledgedAtMs }) => acknowledgedAtMs !== undefined).length,
      answers: this.#telephony.answers,
      mostAttempts: Math.max(...records.map(({ attempts }) => attempts)),
      screens: this.#screens.length,
      reconnections: this.#screens.reduce((sum, { reconnections }) => sum + reconnections, 0),
    };
  }

  get #progress(): ManyNodesProgress {
    return { acknowledged: this.#acknowledged, planned: this.#traffic.deliveries.length, shown: this.#shown.size };
  }

  async #sendAll(): Promise<readonly DeliveryRecord[]> {
    const startedAt = performance.now();
    const records: Promise<DeliveryRecord>[] = [];
    const underWay = new Set<Promise<void>>();
    for (const delivery of this.#traffic.deliveries) {
      const waitMs = startedAt + delivery.atMs - performance.now();
      if (waitMs > 0) await pause(waitMs);
      while (underWay.size >= UNDER_WAY) await Promise.race(underWay);
      const record = this.#telephony.deliver(delivery);
      records.push(record);
      const ended = record.then(({ acknowledgedAtMs }) => {
        underWay.delete(ended);
        if (acknowledgedAtMs !== undefined) this.#acknowledged += 1;
      });
      underWay.add(ended);
    }
    return await Promise.all(records);
  }

  async #waitUntilShown(records: readonly DeliveryRecord[]): Promise<void> {
    const acknowledged = records.filter(({ acknowledgedAtMs }) => acknowledgedAtMs !== undefined).map(({ key }) => key);
    const wanted = new Map(this.#screens.map((screen) => [screen, 0]));
    for (const key of new Set(acknowledged)) {
      const topic = this.#traffic.expected.get(key)?.topic;
      for (const screen of this.#screens) if (screen.topic === topic) wanted.set(screen, (wanted.get(screen) ?? 0) + 1);
    }
    const endsAt = performance.now() + (this.#options.patienceMs ?? PATIENCE_MS);
    while (
      performance.now() < endsAt &&
      [...wanted].some(([{ shown }, count]) => new Set(shown.map(({ key }) => key)).size < count)
    ) {
      await pause(50);
    }
    await pause(QUIET_MS);
  }
}

/** Each agent's and each queue's; the first agent of a brand has two browsers open. */
function listTopics({ brands, extensions }: PlatformWorld): readonly string[] {
  return brands.flatMap(({ id }) => [
    `${id}/queue`,
    `${id}/${extensions[0]}`,
    ...extensions.map((extension) => `${id}/${extension}`),
  ]);
}
