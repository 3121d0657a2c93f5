import { type HttpAnswer, readJsonBody } from '@elasticfunnels/switch-core';
import type { Expected } from './pop-plan.ts';

/** What the answers to a pop mean. */
export interface Verdict {
  readonly asExpected: boolean;
  readonly says: string;
  /** What to do, where it is not what was to be expected. */
  readonly next?: string;
}

/** What the answers come to; there are two of them for a duplicate. */
export function judgeAnswers(expected: Expected, answers: readonly [HttpAnswer, ...HttpAnswer[]]): Verdict {
  const [first, second] = answers;
  switch (expected) {
    case 'taken':
      return isTaken(first) ? judgeTaken(first) : unlike(first, 'it should have been taken');
    case 'not_believed':
      if (first.status === 401 || first.status === 403) return held('not believed, as it should be');
      if (!isTaken(first)) return unlike(first, 'it should have been answered 401');
      return failed('taken, and must not be: anybody can make up screen pops', FORGEABLE);
    case 'unreadable':
      if (first.status === 400 || first.status === 422) return held('believed and not readable, as it should be');
      if (!isTaken(first)) return unlike(first, 'it should have been answered 400');
      return failed('taken, although it cannot be read', 'Have the receiver answer 400: a pop that is lost should show.');
    case 'duplicate':
      return second === undefined || !isTaken(first) ? unlike(first, 'it should have been taken') : judgeSecond(second);
  }
}

const FORGEABLE = 'Have the receiver check the signature, over the bytes as they arrived, and its time within five minutes.';

function judgeTaken(answer: HttpAnswer): Verdict {
  if (findStatus(answer) !== 'duplicate') return held('taken, and on its way to the screen');
  return failed('taken for a duplicate of an earlier one', 'Give another --call-id, or none: this call has had this event.');
}

function judgeSecond(second: HttpAnswer): Verdict {
  if (!isTaken(second)) {
    return failed(
      `the second attempt was answered ${second.status}`,
      'Have a duplicate answered 200: the sender would send it again and again.',
    );
  }
  const status = findStatus(second);
  if (status === 'duplicate') return held('taken twice, and known as a duplicate the second time');
  if (status === 'published') return failed('shown twice', 'Have the receiver remember each webhook-id for four days.');
  return held('taken twice; whether it was shown once, only the screen tells');
}

/** What a status means that was not to be expected. */
const MEANINGS: Readonly<Record<number, readonly [says: string, next: string]>> = {
  400: ['refused: the receiver cannot read it', 'Compare the message with docs/screen-pop-fields.md.'],
  401: ['not believed', 'Give both sides the same secret, and have their clocks agree; the path must name the brand.'],
  403: ['not allowed', 'Look for a firewall or a login in front of the receiver.'],
  404: ['there is nothing at this address', 'Compare the URL with the one that the receiver told.'],
  405: ['the address takes no POST', 'Compare the URL with the one that the receiver told.'],
  408: ['the body came too slowly', 'Look at the network in between.'],
  413: ['too large', 'Look for a proxy with a limit in between.'],
  415: ['JSON is not taken there', 'Compare the URL with the one that the receiver told.'],
  422: ['believed, and not an event', "Look at the brand's field map, and at --agent and --call-id."],
  429: ['too many deliveries', 'Wait a minute, and try again.'],
};

function unlike({ status }: HttpAnswer, otherwise: string): Verdict {
  const [says, next] = MEANINGS[status] ?? describeClass(status);
  return failed(`${says}; ${otherwise}`, next);
}

function describeClass(status: number): readonly [says: string, next: string] {
  if (status >= 500) return ['the receiver failed', 'Read the log of the receiver; a sender would try again.'];
  if (status >= 300 && status < 400) return ['redirected', 'Take the final URL: senders follow no redirect.'];
  return ['refused', 'Compare the URL with the one that the receiver told.'];
}

function isTaken({ status }: HttpAnswer): boolean {
  return status >= 200 && status < 300;
}

/** What our receiver says of a delivery that it took; others may say nothing. */
function findStatus(answer: HttpAnswer): unknown {
  const body = readJsonBody(answer);
  return body.kind === 'object' ? body.value['status'] : undefined;
}

function held(says: string): Verdict {
  return { asExpected: true, says };
}

function failed(says: string, next: string): Verdict {
  return { asExpected: false, says, next };
}
