import type { WriteStream } from 'node:tty';

/** What is going on, on one line that is overwritten; nothing where nobody watches. */
export class Progress {
  readonly #stream: Pick<WriteStream, 'isTTY' | 'columns' | 'write'>;

  constructor(stream: Pick<WriteStream, 'isTTY' | 'columns' | 'write'>) {
    this.#stream = stream;
  }

  tell(text: string): void {
    if (!this.#stream.isTTY) return;
    this.#stream.write(`\r\u001b[K${text.slice(0, this.#stream.columns - 1)}`);
  }

  clear(): void {
    if (this.#stream.isTTY) this.#stream.write('\r\u001b[K');
  }
}
