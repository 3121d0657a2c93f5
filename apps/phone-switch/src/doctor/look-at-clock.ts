import { readClockSkew } from '@elasticfunnels/switch-core';
import { broken, type Finding, holds, notChecked, warns } from './check.ts';
import type { Answered } from './endpoint-client.ts';

/** A `Date` header counts whole seconds, so less than this says nothing. */
const NOTICED_SECONDS = 2;
const WARN_SECONDS = 30;
/** How far the timestamp of a signed screen pop may be off: beyond this every one is refused. */
const TOLERATED_SECONDS = 300;

const NEXT = 'Have both machines keep time by NTP: signed webhooks and tokens are bound to it.';

/** The service's clock against ours, by the `Date` of an answer. */
export function lookAtClock({ answer, sentAt, receivedAt }: Answered): Finding {
  const middle = new Date((sentAt.getTime() + receivedAt.getTime()) / 2);
  const skew = readClockSkew(answer, middle);
  if (skew === undefined) return notChecked('the service sends no Date header');
  const seconds = Math.abs(skew);
  if (seconds <= NOTICED_SECONDS) return holds('the clocks agree to the second');
  const found = `the clock of the service is ${seconds} s ${skew < 0 ? 'behind' : 'ahead of'} the one of this machine`;
  if (seconds >= TOLERATED_SECONDS)
    return broken(`${found}: signatures are refused beyond ${TOLERATED_SECONDS} s`, { next: NEXT });
  return seconds > WARN_SECONDS ? warns(found, { next: NEXT }) : holds(found);
}
