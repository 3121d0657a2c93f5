import { deepEqual, ok } from 'node:assert/strict';
import type { ScreenPopChannel, ScreenPopEntry } from '@elasticfunnels/switch-core';
import { until } from '../settling.ts';
import type { PortStage } from './port-case.ts';
import { samplePop, type Sample, type Screen } from './screen-pop-samples.ts';

/** A channel as two nodes see it. */
export interface ScreenPopChannelStage extends PortStage<ScreenPopChannel> {
  /** How many entries of a topic are kept for those who resume: few, so that a case can go beyond. */
  readonly entriesPerTopic: number;
}

const PATIENCE_MS = 5_000;

/** Publishes samples one after the other. */
export async function publishAll(channel: ScreenPopChannel, samples: readonly Sample[]): Promise<readonly ScreenPopEntry[]> {
  const entries: ScreenPopEntry[] = [];
  for (const sample of samples) entries.push(await channel.publish(samplePop(sample)));
  return entries;
}

/** One sample for each of so many seconds, from one on. */
export function seconds(from: number, count: number, rest: Sample = {}): readonly Sample[] {
  return Array.from({ length: count }, (_, index) => ({ ...rest, at: from + index }));
}

/** Waits until a screen has got as many entries, and holds it to their ids. What comes too much is seen where more is asked for. */
export async function assertShows(screen: Screen, entries: readonly ScreenPopEntry[]): Promise<void> {
  const enough = async (): Promise<boolean> => screen.entries.length >= entries.length;
  await until(PATIENCE_MS, `A screen must get ${entries.length} entries`, enough);
  deepEqual(
    screen.ids,
    entries.map(({ id }) => id),
    'A screen must get the entries in the order in which they were published, each once.',
  );
}

/** Waits until a screen was told of a gap. */
export async function assertGap(screen: Screen): Promise<void> {
  await until(PATIENCE_MS, 'A screen must be told of the gap', async () => screen.gaps > 0);
  ok(screen.gaps === 1, 'A gap is told once.');
}
