import { randomUUID } from 'node:crypto';
import {
  type HttpAnswer,
  type HttpTransport,
  readClockSkew,
  readJsonBody,
  type Secret,
  signDelivery,
  SwitchError,
  type SwitchEndpoint,
  noAuthorisation,
} from '@elasticfunnels/switch-core';
import { broken, type Finding, holds, warns } from './check.ts';
import { EndpointClient } from './endpoint-client.ts';
import type { Examination } from './examination.ts';

/** What no receiver can take for an event: it names no call, no number and no agent. */
const NO_EVENT = { doctor: 'no event' } as const;
const BODY = JSON.stringify(NO_EVENT);
/** Well beyond the five minutes that a timestamp may be off, in milliseconds. */
const STALE_MS = 900_000;
/** How far the timestamp of a signed delivery may be off. */
const TOLERATED_SECONDS = 300;

const LEFT = 'Whether the telephony sends its screen pops here, its own log tells: phone-switch listen shows what arrives.';

/**
 * The platform's webhook, without a pop: a delivery that nobody signed has to be refused; with the secret, one that is too
 * old has to be too, and one that is signed well and is no event has to get past the signature and no further.
 */
export async function lookAtWebhook(
  url: URL,
  secret: Secret | undefined,
  transport: HttpTransport,
  examination: Examination,
): Promise<Finding> {
  const post = poster(url, transport, examination);
  const unsigned = await post({});
  const verdict = judgeUnsigned(unsigned, url);
  if (verdict !== undefined) return verdict;
  if (secret === undefined) {
    if (isPage(unsigned))
      return warns(`a web page refuses the delivery, and perhaps no receiver (HTTP ${unsigned.status})`, {
        next: 'Add --webhook-secret-env: only a delivery that is signed well tells a receiver from a login in front of it.',
      });
    return holds(`a delivery that nobody signed is refused (HTTP ${unsigned.status})`, {
      details: ['Whether both sides hold the same secret: add --webhook-secret-env.', LEFT],
    });
  }
  const id = `doctor-${randomUUID()}`;
  const now = examination.clock.now();
  const stale = await post(signDelivery(secret, { id: `${id}-1`, timestamp: new Date(now.getTime() - STALE_MS), body: BODY }));
  const fresh = await post(signDelivery(secret, { id: `${id}-2`, timestamp: now, body: BODY }));
  return judgeSigned(stale, fresh, readClockSkew(fresh, now));
}

function poster(
  url: URL,
  transport: HttpTransport,
  examination: Examination,
): (headers: Readonly<Record<string, string>>) => Promise<HttpAnswer> {
  const endpoint: SwitchEndpoint = { field: 'webhook', baseUrl: new URL(url.origin), authorisation: noAuthorisation, probes: [] };
  const client = new EndpointClient(endpoint, transport, examination);
  return async (headers) => {
    const answers: HttpAnswer[] = [];
    const probed = await client.probe({
      operation: 'connect',
      field: 'webhook',
      path: url.pathname,
      request: {
        method: 'POST',
        query: Object.fromEntries(url.searchParams),
        headers,
        json: NO_EVENT,
        read: (answer) => {
          answers.push(answer);
          return { status: 'there' };
        },
      },
    });
    const [answer] = answers;
    if (answer !== undefined) return answer;
    throw probed.kind === 'silent' ? probed.error : new SwitchError('INTERNAL', {});
  };
}

function isPage(answer: HttpAnswer): boolean {
  const body = readJsonBody(answer);
  return body.kind === 'other' && body.found === 'an HTML page';
}

/** What a delivery that nobody signed was answered; undefined when it was refused as it should be. */
function judgeUnsigned(answer: HttpAnswer, url: URL): Finding | undefined {
  const { status } = answer;
  if (status === 401 || status === 403) return undefined;
  if (status === 404 || status === 410 || status === 405) {
    const found =
      status === 405 ? 'the webhook URL takes no POST (HTTP 405)' : `there is nothing at the webhook URL (HTTP ${status})`;
    return broken(found, { next: 'Compare the URL with the one that the platform shows for this brand.' });
  }
  if (status >= 300 && status < 400)
    return broken(`the webhook URL redirects (HTTP ${status}), and senders do not follow`, {
      next: 'Give the telephony the final URL.',
    });
  if (status >= 500) return broken(`the receiver failed (HTTP ${status})`, { next: 'Read the log of the platform.' });
  if (status === 429)
    return warns('the receiver takes no more deliveries for now (HTTP 429)', { next: 'Try again in a minute.' });
  if (isPage(answer))
    return broken('a web page stands at the webhook URL, not a receiver', {
      next: 'Compare the URL with the one that the platform shows for this brand.',
    });
  if (url.search !== '')
    return warns(`the receiver took the delivery, perhaps by a secret in the URL (HTTP ${status})`, {
      next: 'Prefer signed deliveries: whoever sees one such URL can make up screen pops.',
    });
  if (status >= 200 && status < 300)
    return broken(`a delivery that nobody signed is taken (HTTP ${status})`, {
      next: 'Set a secret for the webhook: anybody could make up screen pops.',
    });
  return warns(`the delivery was judged before its signature (HTTP ${status})`, {
    next: 'Have the receiver verify first: what it says of a forged delivery helps the forger.',
  });
}

/** All that a receiver says to a forger is 401, so nobody else can tell these apart either. */
function judgeRefused({ status }: HttpAnswer, skewSeconds: number | undefined): Finding {
  const apart = Math.abs(skewSeconds ?? 0);
  const clocks =
    skewSeconds === undefined
      ? 'The clocks have to agree within five minutes.'
      : apart > TOLERATED_SECONDS
        ? `The clocks do not agree: they are ${apart} s apart.`
        : 'The clocks agree.';
  return broken(`the receiver refuses what is signed with this secret (HTTP ${status})`, {
    next: `Compare the whole URL with the one that the platform shows for this brand: a path of no brand is refused just the same. Then give both sides the same secret. ${clocks}`,
    details: [LEFT],
  });
}

function judgeSigned(stale: HttpAnswer, fresh: HttpAnswer, skewSeconds: number | undefined): Finding {
  if (fresh.status === 401 || fresh.status === 403) {
    return judgeRefused(fresh, skewSeconds);
  }
  if (fresh.status >= 500)
    return broken(`the receiver failed at a signed delivery (HTTP ${fresh.status})`, { next: 'Read the log of the platform.' });
  if (stale.status !== 401 && stale.status !== 403) {
    return broken(`the receiver takes a delivery that was signed a quarter of an hour ago (HTTP ${stale.status})`, {
      next: 'Have it refuse timestamps that are more than five minutes off: old deliveries can be sent again.',
    });
  }
  return holds(`forged and old deliveries are refused, and the secret is taken (HTTP ${fresh.status} for one without an event)`, {
    details: [LEFT],
  });
}
