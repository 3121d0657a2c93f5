/** The object itself is the first level. */
const DEEPEST = 32;
/** Members of objects and elements of arrays, at all levels. */
const MOST_MEMBERS = 2000;
/** Own members that code further on might merge into an object of its own, and so into every object's prototype. */
const DANGEROUS = new Set(['__proto__', 'constructor', 'prototype']);

/** Why parsed JSON cannot go on. */
export type PlainJsonProblem = 'too_deep' | 'too_many_members';

interface Level {
  readonly container: object;
  readonly depth: number;
}

/**
 * Takes out of parsed JSON what would do harm further on: members with names that pollute prototypes go, and numbers beyond a
 * double become null, as JSON itself would write them. Level by level without recursion, so that depth costs no stack.
 */
export function makePlain(root: object): PlainJsonProblem | undefined {
  const waiting: Level[] = [{ container: root, depth: 1 }];
  let members = 0;
  for (let level = waiting.pop(); level !== undefined; level = waiting.pop()) {
    const { container, depth } = level;
    if (depth > DEEPEST) return 'too_deep';
    const record = container as Record<string, unknown>;
    for (const name of Object.keys(record)) {
      members += 1;
      if (members > MOST_MEMBERS) return 'too_many_members';
      if (DANGEROUS.has(name)) delete record[name];
      else {
        const value = record[name];
        if (typeof value === 'object' && value !== null) waiting.push({ container: value, depth: depth + 1 });
        else if (typeof value === 'number' && !Number.isFinite(value)) record[name] = null;
      }
    }
  }
  return undefined;
}
