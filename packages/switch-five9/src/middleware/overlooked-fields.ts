/** What every answer may have, so that it says nothing of where a URL might be. */
const USUAL: readonly string[] = ['success'];
const MOST_NAMES = 10;

/**
 * The names of the fields that an answer has instead of those that are looked for; none where one of these is there, be it
 * null or empty, or where there are no others. A field that holds an object is named with what is in it.
 */
export function findOverlooked(body: object, fields: readonly string[]): readonly string[] {
  if (fields.length === 0 || fields.some((field) => isThere(body, field.split('.')))) return [];
  const names = Object.entries(body).filter(([name]) => !USUAL.includes(name));
  return names.flatMap(([name, value]) => [name, ...listInner(value).map((inner) => `${name}.${inner}`)]);
}

/** The same as a sentence, with a space before it; empty where nothing was overlooked. */
export function describeOverlooked(overlooked: readonly string[], fields: readonly string[]): string {
  if (overlooked.length === 0) return '';
  const others = overlooked.slice(0, MOST_NAMES).join(', ');
  return ` A recording's URL is looked for in ${fields.join(', ')}, and the answer has ${others}.`;
}

function listInner(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}

/** Whether a path ends at something, or at a null on its way: then there is only no URL yet. */
function isThere(body: object, path: readonly string[]): boolean {
  let value: unknown = body;
  for (const name of path) {
    if (value === null) return true;
    if (typeof value !== 'object' || !Object.hasOwn(value, name)) return false;
    value = Reflect.get(value, name);
  }
  return true;
}
