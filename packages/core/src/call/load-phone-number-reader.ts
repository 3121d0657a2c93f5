import type { NumberParser } from './number-parser.ts';
import type { NumberPlan, PhoneNumber, ReadPhoneNumber } from './phone-number.ts';
// Not on demand: most of it is there already, as the dial guard reads numbers too, and would be a file of its own to load.
import { readPhoneNumber } from './read-phone-number.ts';

/** How many readings are kept; with texts as long as allowed they come to about 6 MB. */
const MEMO_ENTRIES = 10_000;
/** A longer text is read anew each time, in UTF-16 units. */
const LONGEST_IN_MEMO = 64;

const NO_PLAN: NumberPlan = {};

let loading: Promise<ReadPhoneNumber> | undefined;

/**
 * Loads what reading numbers takes, once in a process and only when asked: the plans of all countries are large. The
 * reader itself is synchronous, and remembers the numbers it saw last.
 *
 * @example
 * const readPhoneNumber = await loadPhoneNumberReader();
 * readPhoneNumber('(202) 555-0123', { defaultRegion: 'US' }); // { kind: 'e164', e164: '+12025550123', ... }
 */
export function loadPhoneNumberReader(): Promise<ReadPhoneNumber> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<ReadPhoneNumber> {
  const [{ LRUCache }, { loadNumberParser }] = await Promise.all([import('lru-cache'), import('./number-parser.ts')]);
  const parser = await loadNumberParser();
  const memo = new LRUCache<string, PhoneNumber>({ max: MEMO_ENTRIES });
  return (raw, plan) => {
    const known = toPlan(plan, parser);
    if (typeof raw !== 'string' || raw.length > LONGEST_IN_MEMO) return Object.freeze(readPhoneNumber(raw, known, parser));
    const key = toKey(raw, known);
    const remembered = memo.get(key);
    if (remembered !== undefined) return remembered;
    const number = Object.freeze(readPhoneNumber(copyOf(raw), known, parser));
    memo.set(key, number);
    return number;
  };
}

// A plan that a platform built without types holds anything; what cannot be used of it is left out.
function toPlan(plan: NumberPlan | null | undefined, parser: NumberParser): NumberPlan {
  if (typeof plan !== 'object' || plan === null) return NO_PLAN;
  const { extensionDigits, defaultRegion } = plan;
  const region = parser.findRegion(defaultRegion);
  const range = isRange(extensionDigits) ? extensionDigits : undefined;
  if (region === defaultRegion && range === extensionDigits) return plan;
  return {
    ...(region === undefined ? {} : { defaultRegion: region }),
    ...(range === undefined ? {} : { extensionDigits: range }),
  };
}

function isRange(range: NumberPlan['extensionDigits'] | null): range is NonNullable<NumberPlan['extensionDigits']> {
  return typeof range === 'object' && range !== null && typeof range.min === 'number' && typeof range.max === 'number';
}

// The region is two letters here, or none: no text of two plans has the same key.
function toKey(raw: string, { defaultRegion = '--', extensionDigits }: NumberPlan): string {
  return extensionDigits === undefined
    ? `${defaultRegion};${raw}`
    : `${defaultRegion}${extensionDigits.min}-${extensionDigits.max};${raw}`;
}

// A part of a longer text keeps all of it in memory, here a whole delivery for each number.
function copyOf(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
