/** How many wait for one another at most: each is under way meanwhile, and counts against the limits. */
const MOST = 16;

/**
 * Lets what arrives in one turn of the event loop go on together. Node would finish each delivery before it reads the
 * next, and whatever a step needs would have left the processor's caches when it is due again; together, a step is done
 * for all of them in a row. At the end of the turn, so nothing waits for what is still to come.
 */
export class SameTurn {
  #waiting: (() => void)[] = [];

  join(goOn: () => void): void {
    this.#waiting.push(goOn);
    if (this.#waiting.length === 1) setImmediate(() => this.#letGo());
    if (this.#waiting.length === MOST) this.#letGo();
  }

  #letGo(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const goOn of waiting) goOn();
  }
}
