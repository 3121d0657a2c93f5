import type { ScreenPopEntry } from '../screen-pop.ts';

/** An entry and its place among all that the channel has published. */
export interface LoggedEntry {
  readonly sequence: number;
  /** On the monotonic clock. */
  readonly publishedAtMs: number;
  readonly entry: ScreenPopEntry;
}

/** The latest entries of one topic, and up to where earlier ones are gone. */
export class TopicLog {
  readonly #entries: LoggedEntry[] = [];
  /** The sequence of the last entry that is no longer kept. */
  #droppedUpTo: number;

  constructor(droppedUpTo: number) {
    this.#droppedUpTo = droppedUpTo;
  }

  get size(): number {
    return this.#entries.length;
  }

  get droppedUpTo(): number {
    return this.#droppedUpTo;
  }

  get last(): LoggedEntry | undefined {
    return this.#entries.at(-1);
  }

  append(logged: LoggedEntry): void {
    this.#entries.push(logged);
  }

  /** Drops the oldest beyond `maxEntries`, and those published at `olderThanMs` or before; gives how many went. */
  trim(maxEntries: number, olderThanMs: number): number {
    let count = Math.max(0, this.#entries.length - maxEntries);
    while ((this.#entries[count]?.publishedAtMs ?? Infinity) <= olderThanMs) count += 1;
    if (count === 0) return 0;
    const dropped = this.#entries.splice(0, count);
    this.#droppedUpTo = dropped.at(-1)?.sequence ?? this.#droppedUpTo;
    return dropped.length;
  }

  /** The first entry after a place; from the back, as that is where almost everybody stands. */
  findAfter(sequence: number): LoggedEntry | undefined {
    let index = this.#entries.length;
    while ((this.#entries[index - 1]?.sequence ?? -1) > sequence) index -= 1;
    return this.#entries[index];
  }

  find(sequence: number): ScreenPopEntry | undefined {
    const found = this.findAfter(sequence - 1);
    return found?.sequence === sequence ? found.entry : undefined;
  }
}
