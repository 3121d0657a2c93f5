import { randomBytes } from 'node:crypto';
import {
  CALL_STATES,
  type Clock,
  describeEventIdentity,
  fromScreenPopJson,
  type Logger,
  type ScreenPop,
  type ScreenPopChannel,
  type ScreenPopEntry,
  type ScreenPopSubscription,
  type ScreenPopTopic,
  type SubscribeOptions,
  SwitchError,
  toScreenPopJson,
} from '@elasticfunnels/switch-core';
import { listOf } from './list-of.ts';
import type { RedisConnection } from './redis-connection.ts';
import { unexpectedAnswer } from './redis-error.ts';
import type { RedisKeys } from './redis-keys.ts';
import { toEntry } from './stored-entry.ts';
import { formatPosition } from './topic-position.ts';
import { TopicReader } from './topic-reader.ts';
import type { WakeUps } from './wake-ups.ts';

/** What the channel is made of. */
export interface RedisScreenPopChannelParts {
  readonly connection: RedisConnection;
  readonly wakeUps: WakeUps;
  readonly keys: RedisKeys;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly entriesPerTopic: number;
  /** For how long entries are kept for those who resume; milliseconds. */
  readonly entriesKeptMs: number;
  /** For how long events and the states of calls are remembered; milliseconds. */
  readonly rememberedMs: number;
}

const WHAT = 'A screen pop could not be published';

/** The screen-pop channel of all nodes: a stream for each topic, which is the truth, and a wake-up when it grows. */
export class RedisScreenPopChannel implements ScreenPopChannel {
  readonly #parts: RedisScreenPopChannelParts;
  readonly #readers = new Map<string, TopicReader>();
  #closed = false;

  constructor(parts: RedisScreenPopChannelParts) {
    this.#parts = parts;
    parts.wakeUps.onWake((stream) => this.#readers.get(stream)?.wake());
    parts.wakeUps.onResync(() => {
      for (const reader of this.#readers.values()) reader.wake();
    });
  }

  async publish(pop: ScreenPop): Promise<ScreenPopEntry> {
    if (this.#closed) throw closedError();
    const { connection, keys, entriesPerTopic, entriesKeptMs, rememberedMs } = this.#parts;
    const text = toReadableJson(pop);
    const { brandId, event } = pop;
    const agent = event.agent?.extension;
    const names = [
      keys.event(brandId, describeEventIdentity(event)),
      keys.call(brandId, event.callId),
      keys.topic(brandId, agent),
      keys.floor(brandId, agent),
      keys.epoch(brandId),
    ];
    const rank = CALL_STATES.indexOf(event.event);
    const values = [rank, text, rememberedMs, entriesPerTopic, entriesKeptMs, newEpoch()];
    const answer = await connection.script('publishPop', names, values, WHAT);
    return readPublished(answer, pop);
  }

  async subscribe(
    topic: ScreenPopTopic,
    receive: (entry: ScreenPopEntry) => void,
    options: SubscribeOptions = {},
  ): Promise<ScreenPopSubscription> {
    if (this.#closed) throw closedError();
    const reader = this.#findReader(topic);
    try {
      return await reader.subscribe(receive, options);
    } finally {
      this.#removeIfIdle(reader);
    }
  }

  /** Ends the subscriptions; the connections are closed by whoever made them. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const reader of this.#readers.values()) reader.endWithChannel();
    this.#readers.clear();
  }

  #findReader({ brandId, agentExtension }: ScreenPopTopic): TopicReader {
    const { keys } = this.#parts;
    const stream = keys.topic(brandId, agentExtension);
    const known = this.#readers.get(stream);
    if (known !== undefined) return known;
    const names = [stream, keys.floor(brandId, agentExtension), keys.epoch(brandId)];
    const reader = new TopicReader({ ...this.#parts, stream, names, onIdle: (idle) => this.#removeIfIdle(idle), newEpoch });
    this.#readers.set(stream, reader);
    return reader;
  }

  #removeIfIdle(reader: TopicReader): void {
    if (!reader.isIdle || this.#readers.get(reader.stream) !== reader) return;
    this.#readers.delete(reader.stream);
    this.#parts.wakeUps.leave(reader.stream);
  }
}

// Before it is published: what no node could read would be acknowledged, and seen by nobody.
function toReadableJson(pop: ScreenPop): string {
  let text: string | undefined;
  try {
    text = toScreenPopJson(pop);
  } catch {
    // It refers to itself, or holds what JSON has no word for.
  }
  if (text !== undefined && fromScreenPopJson(text) !== undefined) return text;
  const message = `${WHAT}: it is not one of the interface, so no node could read it back. Nothing was published.`;
  const hint = "Check what the plugin's `decode` gives: every field of its event must be what the interface says.";
  throw new SwitchError('INTERNAL', {}, { effect: 'none', retryable: false, message, hint });
}

function readPublished(answer: unknown, given: ScreenPop): ScreenPopEntry {
  const [epoch, redisId, state, late, first] = listOf(answer);
  if (typeof epoch !== 'string' || typeof redisId !== 'string') throw unexpectedAnswer(WHAT);
  const id = formatPosition(epoch, redisId);
  const callState = CALL_STATES[Number(state)];
  if (callState === undefined) throw unexpectedAnswer(WHAT);
  // Published before, and no longer in the stream: the same event as it came this time.
  return toEntry(id, first, state, late) ?? { id, pop: given, callState, late: late === '1' };
}

function newEpoch(): string {
  return randomBytes(6).toString('base64url');
}

function closedError(): SwitchError {
  const hint = 'Nothing to check: the process is shutting down, and the sender will deliver again.';
  return new SwitchError('CLOSED', {}, { message: 'The screen-pop channel is closed.', hint });
}
