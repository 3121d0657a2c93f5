const EMPTY = new Uint8Array(0);

/**
 * The bytes of a body as they come in, up to a limit. Copied into one piece: a body that comes byte by byte would
 * otherwise take a hundred times its size.
 */
export class BodyBuffer {
  readonly #maxBytes: number;
  #bytes: Uint8Array = EMPTY;
  #length = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Adds a piece; false when that is more than the limit, and nothing was added. */
  add(piece: Uint8Array): boolean {
    const length = this.#length + piece.byteLength;
    if (length > this.#maxBytes) return false;
    // Most bodies come in one piece, which is kept as it is.
    if (this.#length === 0) this.#bytes = piece;
    else this.#append(piece, length);
    this.#length = length;
    return true;
  }

  /** All that was added. */
  take(): Uint8Array {
    return this.#bytes.byteLength === this.#length ? this.#bytes : this.#bytes.subarray(0, this.#length);
  }

  #append(piece: Uint8Array, length: number): void {
    if (length > this.#bytes.byteLength || this.#length === this.#bytes.byteLength) {
      const grown = new Uint8Array(Math.min(this.#maxBytes, length * 2));
      grown.set(this.take());
      this.#bytes = grown;
    }
    this.#bytes.set(piece, this.#length);
  }
}
