import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { seededRandom } from '../faults/seeded-random.ts';
import type { FloodOrder, FloodReport } from './flooder-process.ts';
import { type Spread, spreadOf } from './judge-run.ts';
import { startPlatform } from './platform-nodes.ts';
import { makeWorld, type PlatformWorld } from './platform-world.ts';
import { type DeliveryRecord, Telephony } from './telephony.ts';
import { planTraffic } from './traffic.ts';

const FLOODER = fileURLToPath(new URL('flooder-process.ts', import.meta.url));
/** How long the other brand's deliveries go on, in milliseconds, without and then with the flood. */
const PHASE_MS = 2_000;
/** Over both nodes; well below the limit of a brand. */
const PER_SECOND = 30;
const NODES = 2;

/** What a flood did to its own brand, and to the other one. */
export interface FloodOutcome {
  readonly flood: FloodReport;
  /** Of the other brand: how many were sent in each phase. */
  readonly sent: number;
  /** How many of them were not acknowledged at the first attempt; both should be 0. */
  readonly refusedInCalm: number;
  readonly refusedInFlood: number;
  /** From the attempt to the answer. */
  readonly calm: Spread;
  readonly flooded: Spread;
  readonly nodes: number;
}

/** What each node lets through a second; a tenth of the default for brands, so that one process here can send ten times as much. */
export const LIMITS = { brandPerSecond: 50, sourcePerSecond: 50 } as const;
/** Ten times what all nodes together let through. */
const FLOOD_PER_SECOND = 10 * NODES * LIMITS.brandPerSecond;

/** One brand's deliveries, first in calm and then while another brand is flooded from one address. */
export async function playFlood(kind: FloodOrder['kind']): Promise<FloodOutcome> {
  const world = { ...makeWorld({ brands: 2, agentsPerBrand: 2 }), limits: LIMITS };
  await using platform = await startPlatform({ world, nodes: NODES });
  const urls = platform.nodes.map(({ url }) => url);
  const calm = await sendCalmly(world, urls, 1);
  const flooder = fork(FLOODER, { execArgv: ['--conditions=@elasticfunnels/source'] });
  try {
    const [target] = world.brands;
    if (target === undefined) throw new Error('There is no brand to flood.');
    flooder.send({ kind, urls, brand: target, perSecond: FLOOD_PER_SECOND, forMs: PHASE_MS + 1_000 } satisfies FloodOrder);
    // Its full burst first: what is looked at is what comes with it and after it.
    await pause(200);
    const reporting = once(flooder, 'message') as Promise<[FloodReport]>;
    const flooded = await sendCalmly(world, urls, 2);
    const [flood] = await reporting;
    const latency = (records: readonly DeliveryRecord[]): Spread =>
      spreadOf(records.map(({ firstAttemptAtMs, acknowledgedAtMs = firstAttemptAtMs }) => acknowledgedAtMs - firstAttemptAtMs));
    return {
      flood,
      sent: flooded.length,
      refusedInCalm: countRefused(calm),
      refusedInFlood: countRefused(flooded),
      calm: latency(calm),
      flooded: latency(flooded),
      nodes: NODES,
    };
  } finally {
    if (flooder.exitCode === null) flooder.kill('SIGKILL');
  }
}

/** The second brand's own telephony, which tries each delivery once. */
async function sendCalmly(world: PlatformWorld, urls: readonly string[], seed: number): Promise<readonly DeliveryRecord[]> {
  const own = { ...world, brands: world.brands.slice(1) };
  const deliveries = (PER_SECOND * PHASE_MS) / 1_000;
  const traffic = planTraffic(own, { seed, deliveries, perSecond: PER_SECOND, nodes: urls.length });
  const telephony = new Telephony({ brands: own.brands, urls, random: seededRandom(seed) });
  const startedAt = performance.now();
  try {
    return await Promise.all(
      traffic.deliveries.map(async (delivery) => {
        await pause(Math.max(0, startedAt + delivery.atMs - performance.now()));
        return await telephony.deliver(delivery, 1);
      }),
    );
  } finally {
    telephony.close();
  }
}

function countRefused(records: readonly DeliveryRecord[]): number {
  return records.filter(({ acknowledgedAtMs }) => acknowledgedAtMs === undefined).length;
}
