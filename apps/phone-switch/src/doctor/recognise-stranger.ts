import { readJsonBody } from '@elasticfunnels/switch-core';
import { broken, type Finding } from './check.ts';
import type { Probed } from './endpoint-client.ts';
import type { Examination } from './examination.ts';
import { portOf } from './look-at-port.ts';
import { readGreeting } from './read-greeting.ts';
import { shakeHands } from './shake-hands.ts';

/** How web servers answer plain http on their TLS port: each names the right scheme. */
const WANTS_TLS = /\bHTTPS\b/i;

/**
 * What else answers on the port, where plain http was lost without an answer or refused as a bad request: TLS, or
 * something that is no HTTP at all. Undefined where that is not why.
 */
export async function recogniseStranger(
  url: URL,
  addresses: readonly string[],
  probed: Probed,
  examination: Examination,
): Promise<Finding | undefined> {
  if (url.protocol !== 'http:') return undefined;
  if (probed.kind === 'answered') {
    const { answer } = probed.answered;
    const page = answer.status === 400 && readJsonBody(answer).kind === 'other';
    return page && WANTS_TLS.test(answer.body) ? speaksTls(url) : undefined;
  }
  const [address] = addresses;
  if (address === undefined || probed.error.code !== 'UPSTREAM_FAILED') return undefined;
  const greeting = await readGreeting(url, address, examination);
  if (greeting.startsWith('HTTP/')) return undefined;
  if (greeting === '') return (await shakeHands(url, address, {}, examination)).kind === 'done' ? speaksTls(url) : undefined;
  return broken(`something answers on port ${portOf(url)} that does not speak HTTP as the driver does`, {
    code: 'UPSTREAM_FAILED',
    next: 'Check the port in the base URL: another service may stand there.',
    row: 'something-else-answers-than-the-service',
  });
}

function speaksTls(url: URL): Finding {
  return broken(`port ${portOf(url)} speaks TLS, not plain HTTP`, {
    code: 'UPSTREAM_FAILED',
    next: 'Write https:// in the base URL.',
    row: 'something-else-answers-than-the-service',
  });
}
