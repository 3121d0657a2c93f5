import type { Digest } from './digest.ts';

const SMALLEST = 16;
/** How many numbers a digest is. */
const WORDS = 4;

/**
 * A map by digest, in the order in which values were set, for a million of them: what a look-up reads lies close together,
 * and neither the keys nor the places are objects.
 *
 * Each value has a place; places are given out one after the other and not used again. When they are used up, those that
 * are still needed move to new arrays, with as many places again.
 */
export class DigestMap<Value extends object | number> {
  /** By place; four numbers each. */
  #digests = new Int32Array(SMALLEST * WORDS);
  /** By place; undefined where the value was removed. */
  #values: (Value | undefined)[] = [];
  /** By slot one more than the place, 0 where there is none. A digest's slot is the first free one after its own bits. */
  #slots = new Int32Array(SMALLEST * 2);
  /** No place before this one has a value. */
  #front = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(digest: Digest): Value | undefined {
    const place = this.#slots[this.#findSlot(digest)] ?? 0;
    return place === 0 ? undefined : this.#values[place - 1];
  }

  /** What was there before goes, and the new value is the youngest. */
  set(digest: Digest, value: Value): void {
    if (this.#values.length * 2 === this.#slots.length) this.#makeRoom();
    const slot = this.#findSlot(digest);
    this.#removeAt(this.#slots[slot] ?? 0);
    this.#write(slot, digest, value);
    this.#size += 1;
  }

  delete(digest: Digest): void {
    this.#removeAt(this.#slots[this.#findSlot(digest)] ?? 0);
  }

  /** The value that was set longest ago. */
  findOldest(): Value | undefined {
    while (this.#front < this.#values.length && this.#values[this.#front] === undefined) this.#front += 1;
    return this.#values[this.#front];
  }

  deleteOldest(): void {
    if (this.findOldest() !== undefined) this.#removeAt(this.#front + 1);
  }

  /** Of the digest, or the free one where it would be; half of all slots are free, so one comes soon. */
  #findSlot(digest: Digest): number {
    const last = this.#slots.length - 1;
    for (let slot = digest[0] & last; ; slot = (slot + 1) & last) {
      const place = this.#slots[slot] ?? 0;
      if (place === 0 || this.#isAt(place - 1, digest)) return slot;
    }
  }

  #isAt(place: number, digest: Digest): boolean {
    const digests = this.#digests;
    const at = place * WORDS;
    return (
      digests[at] === digest[0] && digests[at + 1] === digest[1] && digests[at + 2] === digest[2] && digests[at + 3] === digest[3]
    );
  }

  // Its slot goes on saying where it was, so that those behind it are still found.
  #removeAt(place: number): void {
    if (place === 0 || this.#values[place - 1] === undefined) return;
    this.#values[place - 1] = undefined;
    this.#size -= 1;
  }

  #write(slot: number, [first, second, third, fourth]: Digest, value: Value): void {
    const digests = this.#digests;
    const at = this.#values.length * WORDS;
    digests[at] = first;
    digests[at + 1] = second;
    digests[at + 2] = third;
    digests[at + 3] = fourth;
    this.#slots[slot] = this.#values.push(value);
  }

  #makeRoom(): void {
    const digests = this.#digests;
    const values = this.#values;
    const places = 2 ** Math.ceil(Math.log2(Math.max(SMALLEST, this.#size * 2)));
    this.#digests = new Int32Array(places * WORDS);
    this.#slots = new Int32Array(places * 2);
    this.#values = [];
    this.#front = 0;
    for (let place = 0; place < values.length; place += 1) {
      const value = values[place];
      if (value === undefined) continue;
      const at = place * WORDS;
      const digest = [digests[at] ?? 0, digests[at + 1] ?? 0, digests[at + 2] ?? 0, digests[at + 3] ?? 0] as const;
      this.#write(this.#findSlot(digest), digest, value);
    }
  }
}
