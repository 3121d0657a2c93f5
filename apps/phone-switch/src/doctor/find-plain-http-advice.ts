import type { SwitchError } from '@elasticfunnels/switch-core';
import type { Examination } from './examination.ts';
import { hostOf } from './look-at-address.ts';
import { shakeHands } from './shake-hands.ts';

/** What to do where plain http was lost on the way because the port speaks TLS. */
export async function findPlainHttpAdvice(url: URL, error: SwitchError, examination: Examination): Promise<string | undefined> {
  const answered = 'httpStatus' in error.details && error.details.httpStatus !== undefined;
  if (url.protocol !== 'http:' || error.code !== 'UPSTREAM_FAILED' || answered) return undefined;
  const handshake = await shakeHands(url, hostOf(url), {}, examination);
  return handshake.kind === 'done' ? 'The port speaks TLS: write https:// in the base URL.' : undefined;
}
