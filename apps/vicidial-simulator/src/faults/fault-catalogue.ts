/** The names of all faults. */
export type FaultName =
  | 'slow'
  | 'never-answer'
  | 'reset-after-dial'
  | 'empty-body'
  | 'html-error-page'
  | 'http-500'
  | 'location-empty-forever'
  | 'lockout'
  | 'screen-asleep';

/**
 * When a fault strikes: `before` the function, on the `answer` of one that was not refused, or `inside`, where the
 * answer is the usual one and what it promises does not happen.
 */
export type FaultMoment = 'before' | 'answer' | 'inside';

/** What a fault does. */
export interface FaultDescription {
  readonly moment: FaultMoment;
  /** The functions that it strikes unless `switchOn` names another; absent: any. */
  readonly functions?: readonly string[];
  readonly summary: string;
  /** Used by faults that take time, unless `switchOn` says otherwise. */
  readonly delayMs?: number;
}

const dial = ['external_dial'];
const commands = ['external_dial', 'external_hangup', 'external_status', 'external_pause', 'transfer_conference', 'park_call'];

/** What each fault does; the README's table is held against it by a test. */
export const faultCatalogue: Readonly<Record<FaultName, FaultDescription>> = {
  slow: { moment: 'answer', summary: 'the right answer comes after the delay', delayMs: 5_000 },
  'never-answer': { moment: 'answer', functions: dial, summary: 'the answer never comes; the socket stays open' },
  'reset-after-dial': { moment: 'answer', functions: dial, summary: 'the connection is reset (RST) without an answer' },
  'empty-body': { moment: 'answer', summary: '200 with nothing in it' },
  'html-error-page': { moment: 'answer', summary: '200 with a whole HTML page, as a portal or PHP sends it' },
  'http-500': { moment: 'answer', summary: '500 with an empty body, as PHP fails' },
  'location-empty-forever': {
    moment: 'inside',
    functions: ['recording_lookup'],
    summary: 'rows come without their location, however long one waits',
  },
  lockout: { moment: 'before', summary: 'the user is locked out, whatever the password' },
  'screen-asleep': {
    moment: 'inside',
    functions: commands,
    summary: 'SUCCESS, and the screen of the agent never does it (the browser is closed or asleep)',
  },
};

/** Whether a text names a fault. */
export function isFaultName(text: string): text is FaultName {
  return Object.hasOwn(faultCatalogue, text);
}

/** Every fault's name, in the order of the catalogue. */
export const faultNames: readonly FaultName[] = Object.keys(faultCatalogue).filter(isFaultName);
