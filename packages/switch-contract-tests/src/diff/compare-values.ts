import type { Json, PactBody, PactMatchers, PactMessagePart } from '../pact/pact-file.ts';

/** The values of a body by their place: `$.agent.extension`. */
export function leavesOf(body: PactBody | undefined): ReadonlyMap<string, Json> {
  const leaves = new Map<string, Json>();
  if (body !== undefined) collect('$', body.content, leaves);
  return leaves;
}

function collect(place: string, value: Json, leaves: Map<string, Json>): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    leaves.set(place, value);
    return;
  }
  for (const [name, inner] of Object.entries(value)) collect(`${place}.${name}`, inner, leaves);
}

/** The rule of a value, as a text to compare and to show; undefined when the value must be equal. */
export function ruleOf(matchers: PactMatchers | undefined): string | undefined {
  if (matchers === undefined) return undefined;
  return matchers.matchers.map((rule) => (typeof rule['regex'] === 'string' ? rule['regex'] : JSON.stringify(rule))).join(' ');
}

/** The rule of a header, whose name may be written in any case. */
export function headerRuleOf({ matchingRules }: PactMessagePart, name: string): string | undefined {
  const rules = Object.entries(matchingRules?.['header'] ?? {});
  return ruleOf(rules.find(([header]) => header.toLowerCase() === name)?.[1]);
}

/** The headers by their name in lower case. */
export function headersOf({ headers = {} }: PactMessagePart): ReadonlyMap<string, string> {
  return new Map(Object.entries(headers).map(([name, values]) => [name.toLowerCase(), values.join(', ')]));
}

/** Whether two JSON values are the same, whatever the order of their members. */
export function isSame(a: Json | undefined, b: Json | undefined): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: Json | undefined): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Which names stand in both, only in the first, only in the second. */
export function partition(
  before: Iterable<string>,
  after: Iterable<string>,
): { readonly kept: readonly string[]; readonly removed: readonly string[]; readonly added: readonly string[] } {
  const [old, fresh] = [new Set(before), new Set(after)];
  return {
    kept: [...old].filter((name) => fresh.has(name)),
    removed: [...old].filter((name) => !fresh.has(name)),
    added: [...fresh].filter((name) => !old.has(name)),
  };
}
