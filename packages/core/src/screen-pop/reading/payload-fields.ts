import { type FieldName, toNameKey } from './field-names.ts';

/** What stands under a name. */
export interface FoundField {
  /** The name that was looked for, never the payload's own spelling: that is the sender's to choose. */
  readonly name: string;
  readonly value: unknown;
}

interface PayloadField {
  readonly path: string;
  readonly depth: number;
  readonly value: unknown;
}

// A payload has been capped in bytes before; these keep what one of many small fields costs within bounds.
const MOST_FIELDS = 2_000;
const DEEPEST = 6;
const LONGEST_NAME = 128;

/**
 * The fields of one payload, by name in any spelling. Only what is the payload's own is read, and nothing deeper than six
 * levels, beyond the first two thousand fields, or inside an array.
 */
export class PayloadFields {
  readonly #byKey = new Map<string, PayloadField[]>();
  readonly #flat: PayloadField[] = [];

  constructor(payload: object) {
    let count = 0;
    // Breadth first: a flat field that is called `call.ani` comes before one that is nested.
    const open: { readonly prefix: string; readonly holder: object; readonly depth: number }[] = [
      { prefix: '', holder: payload, depth: 0 },
    ];
    for (const { prefix, holder, depth } of open) {
      for (const [name, value] of Object.entries(holder)) {
        if (count === MOST_FIELDS) return;
        count += 1;
        if (name.length > LONGEST_NAME) continue;
        const path = prefix + name;
        this.#add({ path, depth, value });
        if (isObject(value) && depth < DEEPEST) open.push({ prefix: `${path}.`, holder: value, depth: depth + 1 });
      }
    }
  }

  /** Everything that stands under the names, in their order; of one name flat before nested, and its very spelling first. */
  *list(names: readonly FieldName[]): Generator<FoundField, undefined> {
    for (const { name, key } of names) {
      const found = this.#byKey.get(key) ?? [];
      for (const { value } of found.length < 2 ? found : inOrder(found, name)) yield { name, value };
    }
  }

  /** The first thing under the names that can be read. */
  find<T>(names: readonly FieldName[], read: (value: unknown) => T | undefined): T | undefined {
    for (const { value } of this.list(names)) {
      const result = read(value);
      if (result !== undefined) return result;
    }
    return undefined;
  }

  /** The fields of the top level, as they are called there. */
  listFlat(): readonly FoundField[] {
    return this.#flat.map(({ path, value }) => ({ name: path, value }));
  }

  #add(field: PayloadField): void {
    if (field.depth === 0) this.#flat.push(field);
    const key = toNameKey(field.path);
    const others = this.#byKey.get(key);
    if (others === undefined) this.#byKey.set(key, [field]);
    else others.push(field);
  }
}

function inOrder(found: readonly PayloadField[], name: string): readonly PayloadField[] {
  return found.toSorted((a, b) => a.depth - b.depth || Number(b.path === name) - Number(a.path === name));
}

/** A JSON object: no array, and not null. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
