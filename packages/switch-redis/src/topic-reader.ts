import type { Clock, Logger, ScreenPopEntry, ScreenPopSubscription, SubscribeOptions } from '@elasticfunnels/switch-core';
import type { RedisConnection } from './redis-connection.ts';
import { messageOf, unexpectedAnswer } from './redis-error.ts';
import { readTopicPage, type TopicPage } from './stored-entry.ts';
import { parsePosition } from './topic-position.ts';
import { TopicSubscriber } from './topic-subscriber.ts';
import type { WakeUps } from './wake-ups.ts';

/** What a reader of a topic is made of. */
export interface TopicReaderParts {
  readonly connection: RedisConnection;
  readonly wakeUps: WakeUps;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly stream: string;
  /** Topic, floor, epoch: the keys of the script `readTopic`. */
  readonly names: readonly string[];
  readonly rememberedMs: number;
  readonly newEpoch: () => string;
  readonly onIdle: (reader: TopicReader) => void;
}

/** Entries of one read. */
const PAGE = 200;
/** Before a read that failed is tried again, in milliseconds. */
const RETRY_MS = 500;
const WHAT = 'Screen pops could not be read';

/** Reads one topic's stream for all of this process's subscribers to it: those who stand at one place share one read. */
export class TopicReader {
  readonly stream: string;
  readonly #parts: TopicReaderParts;
  readonly #subscribers = new Set<TopicSubscriber>();
  /** Subscriptions that are being made. */
  #joining = 0;
  #reading = false;
  #wokenMeanwhile = false;
  #cancelRetry: (() => void) | undefined;

  constructor(parts: TopicReaderParts) {
    this.#parts = parts;
    this.stream = parts.stream;
  }

  get isIdle(): boolean {
    return this.#joining === 0 && this.#subscribers.size === 0;
  }

  async subscribe(receive: (entry: ScreenPopEntry) => void, options: SubscribeOptions): Promise<ScreenPopSubscription> {
    this.#joining += 1;
    try {
      // First listen, then read: what comes in between is read or wakes, or both.
      await this.#parts.wakeUps.join(this.stream);
      const page = await this.#read(options.after);
      const subscriber = new TopicSubscriber({
        receive,
        options,
        logger: this.#parts.logger,
        startedAfter: options.after !== undefined && !page.gap ? options.after : page.here,
        onEnd: (ended) => this.#remove(ended),
      });
      this.#subscribers.add(subscriber);
      subscriber.take(page);
      this.wake();
      return subscriber;
    } finally {
      this.#joining -= 1;
    }
  }

  /** There may be something new. */
  wake(): void {
    this.#wokenMeanwhile = true;
    if (!this.#reading) void this.#catchUp();
  }

  endWithChannel(): void {
    this.#cancelRetry?.();
    for (const subscriber of this.#subscribers) subscriber.endWithChannel();
    this.#subscribers.clear();
  }

  async #catchUp(): Promise<void> {
    this.#reading = true;
    this.#cancelRetry?.();
    try {
      while (this.#wokenMeanwhile) {
        this.#wokenMeanwhile = false;
        const positions = new Set([...this.#subscribers].map(({ position }) => position));
        await Promise.all([...positions].map((position) => this.#catchUpFrom(position)));
      }
    } catch (error) {
      this.#retryLater(error);
    } finally {
      this.#reading = false;
    }
  }

  async #catchUpFrom(position: string): Promise<void> {
    const page = await this.#read(position);
    for (const subscriber of this.#subscribers) if (subscriber.position === position) subscriber.take(page);
    // There is more than a page, or it was not where everybody thought.
    if (page.entries.length >= PAGE) this.#wokenMeanwhile = true;
  }

  async #read(after: string | undefined): Promise<TopicPage> {
    const { connection, names, newEpoch, rememberedMs } = this.#parts;
    const { epoch, ms, sequence } = parsePosition(after ?? '');
    const values = [newEpoch(), after === undefined ? 'now' : 'after', epoch, ms, sequence, rememberedMs, PAGE];
    const page = readTopicPage(await connection.script('readTopic', names, values, WHAT));
    if (page === undefined) throw unexpectedAnswer(WHAT);
    return page;
  }

  // The stream keeps everything: a read that failed is late, not lost.
  #retryLater(error: unknown): void {
    if (this.#subscribers.size === 0) return;
    this.#parts.logger.warn({ reason: messageOf(error) }, 'screen pops could not be read from Redis; trying again');
    this.#cancelRetry = this.#parts.clock.setTimer(RETRY_MS, () => this.wake());
  }

  #remove(subscriber: TopicSubscriber): void {
    this.#subscribers.delete(subscriber);
    if (!this.isIdle) return;
    this.#cancelRetry?.();
    this.#parts.onIdle(this);
  }
}
