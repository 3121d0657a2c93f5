import { SCREEN_POP_EVENTS } from './screen-pop-message.ts';

const TEXT = 'a text, null or absent';
const FULL_TEXT = 'a text that is not empty, null or absent';
const TEXTS = 'an object whose values are all texts, null or absent';

/** What each field of a screen-pop message must be, in words for whoever runs the sender. */
export const EXPECTED_OF_FIELDS: Readonly<Record<string, string>> = {
  event: `one of ${SCREEN_POP_EVENTS.join(', ')}`,
  event_id: FULL_TEXT,
  call_id: 'a text of 1 to 512 characters',
  aliases: TEXTS,
  direction: 'inbound or outbound',
  customer_number: TEXT,
  dialled_number: TEXT,
  agent: 'an object with the text extension; null or absent for the queue',
  'agent.extension': 'a text that is not empty',
  campaign: TEXT,
  skill: TEXT,
  occurred_at: 'a time with an offset, such as 2026-01-05T09:00:00Z',
  attributes: TEXTS,
};
