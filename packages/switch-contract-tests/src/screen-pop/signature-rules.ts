import type { Delivery } from '@elasticfunnels/switch-core';
import type { Finding } from '../verify/model/finding.ts';
import { excerpt } from '../verify/rules/rule.ts';
import type { Arrival } from './arrival.ts';
import { explainSignature, fitsApartFromTime } from './explain-signature.ts';
import { inSeconds } from './describe-attempt.ts';
import { popFinding } from './screen-pop-rules.ts';
import type { WebhookSecret } from './webhook-secret.ts';

const HEADERS: readonly string[] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
const TOLERANCE_SECONDS = 300;
const FITS = '`v1,` and the base64 HMAC-SHA256 of id.timestamp.body';

/** What is wrong with how a delivery proves whose it is; its time is another rule's. */
export function judgeProof(arrival: Arrival, secret: WebhookSecret): readonly Finding[] {
  const { verification } = arrival;
  if (secret.kind === 'shared_secret') {
    if (verification.verified) return [];
    const actual = verification.reason === 'secret_missing' ? `no ${secret.header} header with a secret` : 'another secret';
    return [popFinding('pop-shared-secret', { expected: `the shared secret in the header ${secret.header}`, actual })];
  }
  const problem = verification.verified ? findTamperProblem(arrival, secret) : findSignatureProblem(arrival, secret);
  return problem === undefined ? [] : [popFinding('pop-signature', { expected: FITS, actual: problem })];
}

/** Whether a delivery has none of what a signature needs. */
export function isUnsigned({ delivery: { header } }: Arrival): boolean {
  return HEADERS.every((name) => header(name) === undefined);
}

/** What is wrong with the time that a delivery says. */
export function judgeTimestamp(arrival: Arrival): readonly Finding[] {
  const text = arrival.delivery.header('webhook-timestamp');
  const expected = `whole seconds since 1970, within ${TOLERANCE_SECONDS} s of this machine’s clock`;
  const told = (actual: string): readonly Finding[] => [popFinding('pop-timestamp', { expected, actual })];
  if (text === undefined) return told('no webhook-timestamp');
  if (!/^[1-9]\d{0,11}$/.test(text)) return told(describeOddTime(text));
  const behind = skewOf(arrival);
  if (Math.abs(behind) <= TOLERANCE_SECONDS * 1000) return [];
  return told(`${inSeconds(Math.abs(behind))} ${behind > 0 ? 'behind' : 'ahead of'} this machine’s clock`);
}

/** How far a delivery's time is behind this machine's, in milliseconds. */
export function skewOf({ at, delivery }: Arrival): number {
  return at.getTime() - Number(delivery.header('webhook-timestamp')) * 1000;
}

function describeOddTime(text: string): string {
  const shown = JSON.stringify(excerpt(text, 40));
  if (/^\d{13}$/.test(text)) return `${shown}, which looks like milliseconds`;
  if (/^\d+\.\d+$/.test(text)) return `${shown}: leave out what follows the seconds`;
  return Number.isNaN(Date.parse(text)) ? shown : `${shown}: a date in words`;
}

function findSignatureProblem(arrival: Arrival, secret: WebhookSecret): string | undefined {
  const { header } = arrival.delivery;
  const missing = HEADERS.filter((name) => !header(name));
  if (missing.length === HEADERS.length)
    return 'no signature: none of webhook-id, webhook-timestamp and webhook-signature is there';
  if (missing.length > 0) return `${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not there`;
  if (fitsApartFromTime(arrival, secret.text)) return undefined;
  const found = explainSignature(arrival, secret.text);
  if (found !== undefined) return found;
  return 'a signature that does not fit: made with another secret, or over other bytes than those that came';
}

/** A signature that also fits other bytes is none. */
function findTamperProblem(arrival: Arrival, { verifierAt }: WebhookSecret): string | undefined {
  const { delivery, at } = arrival;
  const [first = 0, ...rest] = delivery.body;
  const tampered: Delivery = { ...delivery, body: Uint8Array.from([first ^ 1, ...rest]) };
  return verifierAt(at).verify(tampered).verified ? 'a signature that also fits a body of which a byte was changed' : undefined;
}
