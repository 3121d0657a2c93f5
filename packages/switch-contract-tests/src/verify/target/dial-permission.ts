import { isLoopbackUrl } from '@elasticfunnels/switch-core';

/**
 * Numbers that belong to nobody: area code 555, 555-01xx anywhere in North America, and the ranges that Ofcom keeps
 * for drama.
 */
const FICTIONAL: readonly RegExp[] = [
  /^\+1555\d{7}$/,
  /^\+1\d{3}55501\d{2}$/,
  /^\+447700900\d{3}$/,
  /^\+441632960\d{3}$/,
  /^\+442079460\d{3}$/,
];

/** Whether a number belongs to nobody. */
export function isFictionalNumber(number: string): boolean {
  const bare = number.replace(/[\s().-]/g, '');
  return FICTIONAL.some((pattern) => pattern.test(bare));
}

/** Why a destination may not be dialled; undefined when it may. */
export function findDialObjection(destination: string, baseUrl: URL, allowRealDial: boolean): string | undefined {
  if (allowRealDial || isLoopbackUrl(baseUrl) || isFictionalNumber(destination)) return undefined;
  return (
    'the destination may be somebody’s telephone. Add --allow-real-dial if it is your own test phone, ' +
    'or give a number that belongs to nobody, such as +15550001111.'
  );
}
