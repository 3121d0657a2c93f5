import type { HttpAnswer } from '@elasticfunnels/switch-core';
import type { Expected } from './pop-plan.ts';
import { type Answerer, recogniseAnswer } from './recognise-answer.ts';

/** What the answers to a pop mean. */
export interface Verdict {
  readonly asExpected: boolean;
  /** False where the answer fits, and somebody else than a receiver of this framework may have given it. */
  readonly proven: boolean;
  readonly says: string;
  /** What to do, where it is not what was to be expected, or not proven. */
  readonly next?: string;
}

/** What the answers come to; there are two of them for a duplicate. */
export function judgeAnswers(expected: Expected, answers: readonly [HttpAnswer, ...HttpAnswer[]]): Verdict {
  const [first, second] = answers;
  const stranger = answers.map((answer) => findStranger(answer)).find((verdict) => verdict !== undefined);
  if (stranger !== undefined) return stranger;
  switch (expected) {
    case 'taken':
      return isTaken(first) ? judgeTaken(recogniseAnswer(first)) : unlike(first, 'it should have been taken');
    case 'not_believed':
      if (first.status === 401 || first.status === 403) return refusedAsExpected(first, 'not believed');
      if (!isTaken(first)) return unlike(first, 'it should have been answered 401');
      return failed('taken, and must not be: anybody can make up screen pops', FORGEABLE);
    case 'unreadable':
      if (first.status === 400 || first.status === 422) return refusedAsExpected(first, 'believed and not readable');
      if (!isTaken(first)) return unlike(first, 'it should have been answered 400');
      return failed('taken, although it cannot be read', 'Have the receiver answer 400: a pop that is lost should show.');
    case 'duplicate':
      return second === undefined || !isTaken(first) ? unlike(first, 'it should have been taken') : judgeSecond(first, second);
  }
}

const FORGEABLE = 'Have the receiver check the signature, over the bytes as they arrived, and its time within five minutes.';
const COMPARE = 'Compare the whole URL with the one that the receiver told.';

/** A success that no receiver gives. */
function findStranger(answer: HttpAnswer): Verdict | undefined {
  if (!isTaken(answer)) return undefined;
  const who = recogniseAnswer(answer);
  if (who.kind === 'page') return failed('a web page answered, so this is not a screen-pop receiver', COMPARE);
  if (who.kind !== 'failed') return undefined;
  const next = `Read the log of the receiver, and have it answer 4xx or 5xx: a sender takes ${answer.status} for delivered.`;
  return failed(`not taken, whatever the status says: it answered ${who.answered}`, next);
}

function judgeTaken(who: Answerer): Verdict {
  if (who.kind !== 'ours') return unproven(`taken, but ${nameStranger(who)}`);
  if (who.status !== 'duplicate') return held('taken, and on its way to the screen');
  return failed('taken for a duplicate of an earlier one', 'Give another --call-id, or none: this call has had this event.');
}

function judgeSecond(first: HttpAnswer, second: HttpAnswer): Verdict {
  if (!isTaken(second)) {
    return failed(
      `the second attempt was answered ${second.status}`,
      'Have a duplicate answered 200: the sender would send it again and again.',
    );
  }
  const [before, who] = [recogniseAnswer(first), recogniseAnswer(second)];
  if (who.kind === 'ours' && who.status === 'published')
    return failed('shown twice', 'Have the receiver remember each webhook-id for four days.');
  if (who.kind === 'ours' && before.kind === 'ours') return held('taken twice, and known as a duplicate the second time');
  return unproven(`taken twice, but ${nameStranger(before.kind === 'ours' ? who : before)}`);
}

function nameStranger(who: Answerer): string {
  const answered = 'answered' in who ? `: it answered ${who.answered}` : '';
  return `not by this framework’s receiver${answered}`;
}

/** Web frameworks refuse with a page too; so do the logins and proxies that stand before a receiver. */
function refusedAsExpected(answer: HttpAnswer, says: string): Verdict {
  if (recogniseAnswer(answer).kind !== 'page') return held(`${says}, as it should be`);
  return {
    ...unproven(`refused, but by a web page`),
    next: 'Send one without --fault: where that is taken, the receiver refused.',
  };
}

/** What a status means that was not to be expected. */
const MEANINGS: Readonly<Record<number, readonly [says: string, next: string]>> = {
  400: ['refused: the receiver cannot read it', 'Compare the message with docs/screen-pop-fields.md.'],
  401: [
    'not believed',
    'Compare the whole URL with the one that the receiver told: a path of no brand is answered 401 too. Give both sides the same secret, and have their clocks agree.',
  ],
  403: ['not allowed', 'Look for a firewall or a login in front of the receiver.'],
  404: ['there is nothing at this address', 'Compare the URL with the one that the receiver told.'],
  405: ['the address takes no POST', 'Compare the URL with the one that the receiver told.'],
  408: ['the body came too slowly', 'Look at the network in between.'],
  413: ['too large', 'Look for a proxy with a limit in between.'],
  415: ['JSON is not taken there', 'Compare the URL with the one that the receiver told.'],
  422: ['believed, and not an event', "Look at the brand's field map, and at --agent and --call-id."],
  429: ['too many deliveries', 'Wait a minute, and try again.'],
};

const BEHIND_A_LOGIN =
  'Look for a login, a firewall or a proxy in front of the receiver, and have the webhook pass it; else compare the URL with the one that the receiver told.';

function unlike(answer: HttpAnswer, otherwise: string): Verdict {
  const { status } = answer;
  if ((status === 401 || status === 403) && recogniseAnswer(answer).kind === 'page')
    return failed(`refused by a web page; ${otherwise}`, BEHIND_A_LOGIN);
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

function held(says: string): Verdict {
  return { asExpected: true, proven: true, says };
}

/** It fits, and says nothing of a screen. */
function unproven(says: string): Verdict {
  return { asExpected: true, proven: false, says, next: 'Whether it reached a screen, only the screen tells.' };
}

function failed(says: string, next: string): Verdict {
  return { asExpected: false, proven: true, says, next };
}
