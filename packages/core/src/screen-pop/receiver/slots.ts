/** How much of each kind is under way at once; what is not under way costs nothing. */
export class Slots {
  readonly #taken = new Map<string, number>();

  /** How many keys have something under way. */
  get size(): number {
    return this.#taken.size;
  }

  /** Whether there is room for one more, which then counts until it is given back. */
  take(key: string, limit: number): boolean {
    const taken = this.#taken.get(key) ?? 0;
    if (taken >= limit) return false;
    this.#taken.set(key, taken + 1);
    return true;
  }

  giveBack(key: string): void {
    const taken = this.#taken.get(key) ?? 0;
    if (taken <= 1) this.#taken.delete(key);
    else this.#taken.set(key, taken - 1);
  }
}
