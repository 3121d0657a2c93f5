import type { Logger } from '../../runtime/logger.ts';
import { quietly } from '../../runtime/quietly.ts';
import { describeError } from '../receiver/describe-error.ts';
import type { ScreenPopEntry } from '../screen-pop.ts';
import type { ScreenPopSubscription, SubscribeOptions } from '../screen-pop-ports.ts';
import type { TopicLog } from './topic-log.ts';

/** What a subscription of the in-process channel is made of. */
export interface ChannelSubscriptionParts {
  /** The topic's entries, if there are any now. */
  readonly log: () => TopicLog | undefined;
  readonly position: number;
  readonly startedAfter: string;
  readonly receive: (entry: ScreenPopEntry) => void;
  readonly options: SubscribeOptions;
  readonly logger: Logger;
  readonly onEnd: (subscription: ChannelSubscription) => void;
}

/** One reader of a topic's log: takes what it has not had yet, in order, so that nothing is queued for it. */
export class ChannelSubscription implements ScreenPopSubscription {
  readonly startedAfter: string;
  readonly #parts: ChannelSubscriptionParts;
  #position: number;
  #reading = false;
  #open = true;

  constructor(parts: ChannelSubscriptionParts) {
    this.#parts = parts;
    this.#position = parts.position;
    this.startedAfter = parts.startedAfter;
  }

  /** Hands over whatever is new. Called again from within `receive`, it leaves the new to the loop that is running. */
  catchUp(): void {
    if (this.#reading) return;
    this.#reading = true;
    try {
      for (let next = this.#findNext(); next !== undefined; next = this.#findNext()) {
        const { sequence, entry } = next;
        this.#position = sequence;
        this.#tell(() => this.#parts.receive(entry));
      }
    } finally {
      this.#reading = false;
    }
  }

  tellGap(): void {
    this.#tell(() => this.#parts.options.onGap?.());
  }

  endWithChannel(): void {
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

  #findNext(): ReturnType<TopicLog['findAfter']> {
    return this.#open ? this.#parts.log()?.findAfter(this.#position) : undefined;
  }

  // One subscriber's mistake is neither the publisher's nor the other subscribers', and ends no process; nor is a logger's.
  #tell(callback: () => unknown): void {
    quietly(callback, (error) => {
      const told = { error: describeError(error) };
      quietly(() => this.#parts.logger.error(told, 'a subscriber to screen pops threw, which it must not'));
    });
  }
}
