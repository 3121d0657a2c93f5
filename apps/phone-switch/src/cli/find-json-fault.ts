/** Where a text stops being JSON. Nothing of the text is told, which may hold a secret. */
export interface JsonFault {
  readonly line: number;
  /** In characters, from 1. */
  readonly column: number;
  /** What should stand there. */
  readonly expected: string;
}

const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\p{Cc}]|[\u007F-\u009F]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null/y;

/** Where and why a text is no JSON; undefined when it is. `JSON.parse` quotes the text instead, and names no place for most. */
export function findJsonFault(text: string): JsonFault | undefined {
  const reader = new Reader(text);
  const expected = reader.readValue() ?? (reader.isAtEnd() ? undefined : 'nothing more');
  if (expected === undefined) return undefined;
  const told = reader.isAtEnd() ? `${expected}, and the file ends` : expected;
  const before = text.slice(0, reader.position).split('\n');
  return { line: before.length, column: Array.from(before.at(-1) ?? '').length + 1, expected: told };
}

/** Goes through JSON; each method returns what it missed at its position, or undefined. */
class Reader {
  readonly #text: string;
  position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  isAtEnd(): boolean {
    this.#take(SPACE);
    return this.position === this.#text.length;
  }

  readValue(): string | undefined {
    this.#take(SPACE);
    if (this.#takeSign('{')) return this.#readMembers('}', () => this.#readMember());
    if (this.#takeSign('[')) return this.#readMembers(']', () => this.readValue());
    return this.#take(STRING) || this.#take(SCALAR) ? undefined : this.#text[this.position] === '"' ? BAD_STRING : 'a value';
  }

  #readMembers(end: '}' | ']', readMember: () => string | undefined): string | undefined {
    if (this.#takeSign(end)) return undefined;
    for (;;) {
      const missed = readMember();
      if (missed !== undefined) return missed;
      if (this.#takeSign(end)) return undefined;
      const comma = this.position;
      if (!this.#takeSign(',')) return `a comma or ${end}`;
      if (this.#takeSign(end)) {
        this.position = comma;
        return `no comma before ${end}`;
      }
    }
  }

  #readMember(): string | undefined {
    this.#take(SPACE);
    if (!this.#take(STRING)) return this.#text[this.position] === '"' ? BAD_STRING : 'a name in double quotes';
    return this.#takeSign(':') ? this.readValue() : 'a colon';
  }

  #takeSign(sign: string): boolean {
    this.#take(SPACE);
    if (this.#text[this.position] !== sign) return false;
    this.position += 1;
    return true;
  }

  #take(token: RegExp): boolean {
    token.lastIndex = this.position;
    const [found] = token.exec(this.#text) ?? [];
    this.position += found?.length ?? 0;
    return found !== undefined;
  }
}

const BAD_STRING = 'a text that ends with a double quote on the same line, with its backslashes doubled';
