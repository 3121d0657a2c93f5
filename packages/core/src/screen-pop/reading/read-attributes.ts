import { saysNothing } from './field-text.ts';
import type { FoundField } from './payload-fields.ts';

// More would be for somebody to fill memory with.
const MOST = 100;
const LONGEST = 512;
const SECRET = /pass|pwd|secret|token|key|signature|credential|authori[sz]ation/i;
const PROTOTYPE = /^(?:__proto__|constructor|prototype)$/;

/**
 * The texts among the fields, as they came: at most 100 of at most 512 characters each. What looks like a secret by its name
 * is left out: what an agent's screen is given ends up in browsers.
 */
export function readAttributes(fields: readonly FoundField[]): Readonly<Record<string, string>> {
  const texts = fields.flatMap(({ name, value }): [string, string][] => {
    if (typeof value !== 'string' || value.length > LONGEST || saysNothing(value)) return [];
    return SECRET.test(name) || PROTOTYPE.test(name) ? [] : [[name, value.trim()]];
  });
  return Object.fromEntries(texts.slice(0, MOST));
}
