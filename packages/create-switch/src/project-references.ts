/** A reference to a package, on a line of its own. */
const REFERENCE = /^([ \t]*)\{ "path": "packages\/[^"]+" \}/gm;

/**
 * A tsconfig that also references a package, in its own order and with its comments; the same text where it does
 * already, and undefined where there is no list of packages to add to.
 */
export function addProjectReference(tsconfig: string, path: string): string | undefined {
  if (tsconfig.includes(`"path": "${path}"`)) return tsconfig;
  const last = [...tsconfig.matchAll(REFERENCE)].at(-1);
  if (last === undefined) return undefined;
  const [whole, indentation = ''] = last;
  const end = last.index + whole.length;
  return `${tsconfig.slice(0, end)},\n${indentation}{ "path": "${path}" }${tsconfig.slice(end)}`;
}
