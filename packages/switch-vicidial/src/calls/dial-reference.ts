import { createHmac, randomBytes } from 'node:crypto';

/** What a dial's reference tells whoever looks for its call. */
export interface DialReference {
  readonly user: string;
  /** How many calls the agent had before this one; undefined where ViciDial did not say. */
  readonly callsBefore: number | undefined;
  /** Whether this is the number that was dialled. */
  readonly isNumber: (digits: string) => boolean;
}

const VERSION = 'v1';
const FORM = /^v1\.([-_0-9A-Za-z]{1,20})\.(\d*)\.([-_0-9A-Za-z]{8})\.([-_0-9A-Za-z]{4})$/;
/**
 * Short on purpose: one in sixteen million other numbers fits too, which never matters for one agent's next call, while
 * of ten thousand million numbers six hundred fit, so that nobody can compute back which it was.
 */
const MARK_LENGTH = 4;

function markOf(salt: string, digits: string): string {
  return createHmac('sha256', salt).update(digits).digest('base64url').slice(0, MARK_LENGTH);
}

/** A text by which any process can find the call of a dial, and nobody can read the number. */
export function writeDialReference(dial: {
  readonly user: string;
  readonly callsBefore: string;
  readonly number: string;
}): string {
  const salt = randomBytes(6).toString('base64url');
  const callsBefore = /^\d+$/.test(dial.callsBefore) ? dial.callsBefore : '';
  return [VERSION, dial.user, callsBefore, salt, markOf(salt, dial.number)].join('.');
}

/** Reads what `writeDialReference` wrote; undefined for anything else. */
export function readDialReference(reference: string): DialReference | undefined {
  const [, user, callsBefore = '', salt = '', mark] = FORM.exec(reference) ?? [];
  if (user === undefined) return undefined;
  return {
    user,
    callsBefore: callsBefore === '' ? undefined : Number(callsBefore),
    isNumber: (digits) => markOf(salt, digits) === mark,
  };
}
