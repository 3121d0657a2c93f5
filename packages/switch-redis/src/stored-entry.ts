import { CALL_STATES, fromScreenPopJson, type ScreenPopEntry } from '@elasticfunnels/switch-core';
import { listOf } from './list-of.ts';
import { formatPosition } from './topic-position.ts';

/** What one read of a topic gave. */
export interface TopicPage {
  readonly gap: boolean;
  /** Where a reader stands that was given no entry. */
  readonly here: string;
  readonly entries: readonly StoredEntry[];
}

/** An entry as it is in the stream; without `entry` it is broken, or of a version that this one cannot read. */
export interface StoredEntry {
  readonly id: string;
  readonly entry: ScreenPopEntry | undefined;
}

/** Reads what the script `readTopic` gives; undefined for anything else. */
export function readTopicPage(answer: unknown): TopicPage | undefined {
  const [epoch, gap, here, rows] = listOf(answer);
  if (typeof epoch !== 'string' || typeof here !== 'string') return undefined;
  return { gap: gap === 1, here: formatPosition(epoch, here), entries: listOf(rows).map((row) => readRow(epoch, row)) };
}

/** An entry of these parts, as they are stored; undefined when they are none. */
export function toEntry(id: string, pop: unknown, state: unknown, late: unknown): ScreenPopEntry | undefined {
  const callState = CALL_STATES[Number(state)];
  const read = typeof pop === 'string' ? fromScreenPopJson(pop) : undefined;
  return read === undefined || callState === undefined ? undefined : { id, pop: read, callState, late: late === '1' };
}

function readRow(epoch: string, row: unknown): StoredEntry {
  const [redisId, pairs] = listOf(row);
  const fields = listOf(pairs);
  const find = (name: string): unknown => fields[fields.indexOf(name) + 1];
  const id = formatPosition(epoch, String(redisId));
  return { id, entry: toEntry(id, find('pop'), find('state'), find('late')) };
}
