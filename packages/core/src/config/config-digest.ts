import { createHash } from 'node:crypto';
import { Secret } from './secret.ts';

/** A digest of a validated configuration: equal for equal values, whatever the order of the fields. */
export function digestConfig(config: unknown): string {
  return (
    createHash('sha256')
      // In a list, as JSON has no word for undefined alone.
      .update(JSON.stringify([canonical(config)]))
      .digest('base64url')
  );
}

// A secret stands for its fingerprint, so that a changed key is a changed configuration.
function canonical(value: unknown): unknown {
  if (Secret.is(value)) return { secret: value.fingerprint() };
  if (value instanceof URL) return String(value);
  if (value instanceof Date) return { date: value.getTime() };
  if (Array.isArray(value)) return value.map(canonical);
  if (value instanceof Map || value instanceof Set) return { [value.constructor.name]: [...value].map(canonical) };
  // JSON has no word for these, and a difference in them is a change too.
  if (typeof value === 'bigint' || typeof value === 'number') return { [typeof value]: String(value) };
  if (value instanceof RegExp) return { regExp: String(value) };
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => [name, canonical(member)]);
}
