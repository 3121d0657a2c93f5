import type { ScreenPopEvent, ScreenPopEventName } from '../screen-pop-event.ts';

const EVENT_WORDS: Readonly<Record<ScreenPopEventName, readonly string[]>> = {
  'call.ringing': ['ringing', 'ring', 'alerting', 'offered', 'offering', 'incoming', 'created', 'initiated', 'preview'],
  'call.answered': ['answered', 'answer', 'accepted', 'connected', 'established', 'talking', 'inprogress'],
  'call.ended': [
    'ended',
    'end',
    'disconnected',
    'hangup',
    'hungup',
    'finished',
    'completed',
    'released',
    'terminated',
    'dispositioned',
    'disposition',
    'missed',
    'abandoned',
    'noanswer',
  ],
  'recording.ready': ['recordingready', 'recordingavailable', 'recordingcompleted', 'recording', 'recorded'],
};

const DIRECTION_WORDS: Readonly<Record<ScreenPopEvent['direction'], readonly string[]>> = {
  inbound: ['inbound', 'in', 'incoming', 'received'],
  outbound: [
    'outbound',
    'out',
    'outgoing',
    'manual',
    'autodial',
    'dialled',
    'dialed',
    'preview',
    'progressive',
    'predictive',
    'power',
  ],
};

const EVENTS = byWord(EVENT_WORDS);
const DIRECTIONS = byWord(DIRECTION_WORDS);

/** What happened, in any of the words that vendors have for it: `ringing`, `CALL_ENDED`, `OnCallAccepted`. */
export function findEventName(word: string): ScreenPopEventName | undefined {
  const plain = onlyLetters(word);
  return EVENTS.get(plain) ?? EVENTS.get(plain.replace(/^(?:on)?(?:call)?/, '').replace(/call$/, ''));
}

/** Which way a call goes. The kinds of dialling (`manual`, `autodial`, `preview`, ...) are outbound. */
export function findDirection(word: string): ScreenPopEvent['direction'] | undefined {
  const plain = onlyLetters(word);
  return DIRECTIONS.get(plain) ?? DIRECTIONS.get(plain.replace(/^(inbound|outbound).*$/, '$1'));
}

function onlyLetters(word: string): string {
  return word
    .slice(0, 64)
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');
}

function byWord<Meaning extends string>(words: Readonly<Record<Meaning, readonly string[]>>): ReadonlyMap<string, Meaning> {
  const meanings = Object.keys(words) as Meaning[];
  return new Map(meanings.flatMap((meaning) => words[meaning].map((word) => [word, meaning] as const)));
}
