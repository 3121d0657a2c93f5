import { inspect } from 'node:util';

const DEEP = { depth: Infinity, showHidden: true, getters: true, breakLength: Infinity, maxStringLength: null } as const;

/** Everything that anyone could come to see of a value or an error: printed, as JSON, with its stack and all its causes. */
export function showEverything(value: unknown, seen: Set<unknown> = new Set()): string {
  if (typeof value !== 'object' || value === null || seen.has(value)) return inspect(value, DEEP);
  seen.add(value);
  const shown = [inspect(value, DEEP), JSON.stringify(value)];
  if (!(value instanceof Error)) return shown.join('\n');
  const { message, stack = '', cause } = value;
  const errors: readonly unknown[] = value instanceof AggregateError ? value.errors : [];
  return [...shown, String(value), message, stack, ...[cause, ...errors].map((inner) => showEverything(inner, seen))].join('\n');
}
