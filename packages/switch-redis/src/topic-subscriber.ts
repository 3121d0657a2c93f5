import type { Logger, ScreenPopEntry, ScreenPopSubscription, SubscribeOptions } from '@elasticfunnels/switch-core';
import { describeThrown } from './describe-thrown.ts';
import type { TopicPage } from './stored-entry.ts';

/** What a subscription over Redis is made of. */
export interface TopicSubscriberParts {
  readonly receive: (entry: ScreenPopEntry) => void;
  readonly options: SubscribeOptions;
  readonly logger: Logger;
  readonly startedAfter: string;
  readonly onEnd: (subscriber: TopicSubscriber) => void;
}

/** One subscription to a topic, and how far it has come. */
export class TopicSubscriber implements ScreenPopSubscription {
  readonly startedAfter: string;
  readonly #parts: TopicSubscriberParts;
  #position: string;
  #open = true;

  constructor(parts: TopicSubscriberParts) {
    this.#parts = parts;
    this.startedAfter = parts.startedAfter;
    this.#position = parts.startedAfter;
  }

  /** The id of the last entry that was handed over, or where the subscription started. */
  get position(): string {
    return this.#position;
  }

  /** Hands over what was read after its position. */
  take({ gap, here, entries }: TopicPage): void {
    if (gap) {
      this.#position = here;
      this.#tell(() => this.#parts.options.onGap?.());
    }
    for (const { id, entry } of entries) {
      if (!this.#open) return;
      this.#position = id;
      if (entry === undefined) this.#parts.logger.error({ id }, 'a screen pop in Redis cannot be read; it is left out');
      else this.#tell(() => this.#parts.receive(entry));
    }
  }

  endWithChannel(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#tell(() => this.#parts.options.onClose?.());
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    this.#parts.onEnd(this);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  // One subscriber's mistake is not the others', nor the end of the process.
  #tell(callback: () => unknown): void {
    const onError = (error: unknown): void => {
      this.#parts.logger.error({ error: describeThrown(error) }, 'a subscriber to screen pops threw, which it must not');
    };
    try {
      const told = callback();
      // It may well be an async function.
      if (told instanceof Promise) told.catch(onError);
    } catch (error) {
      onError(error);
    }
  }
}
