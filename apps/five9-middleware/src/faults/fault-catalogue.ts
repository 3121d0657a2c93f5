import type { OperationName } from '../contract/operation.ts';

/** Every fault that can be switched on. */
export type FaultName =
  | 'dial-accepted-never-answered'
  | 'answer-late'
  | 'error-500'
  | 'error-502'
  | 'error-503'
  | 'error-503-no-retry-after'
  | 'error-504'
  | 'forbidden'
  | 'html-502'
  | 'html-200'
  | 'truncated-json'
  | 'reset-before-dial'
  | 'reset-after-dial'
  | 'reset-mid-body'
  | 'drip'
  | 'missing-call-id'
  | 'number-call-id'
  | 'success-string'
  | 'success-false'
  | 'rate-limited'
  | 'redirect-307'
  | 'redirect-302'
  | 'huge-body'
  | 'wrong-content-type'
  | 'duplicate-webhook'
  | 'late-webhook'
  | 'bad-signature-webhook';

/** What a fault can be limited to: an operation, or the screen pops that are sent. */
export type FaultTarget = OperationName | 'screenPop';

/** Whether a fault strikes before Five9 is asked, after Five9 did what was asked, or a screen pop. */
export type FaultMoment = 'before' | 'after' | 'webhook';

/** What a fault does; `before` means that nothing was dialled, `after` that the dial took place. */
export interface FaultDescription {
  readonly moment: FaultMoment;
  /** Struck unless `switchOn` names another. */
  readonly targets: readonly FaultTarget[];
  readonly summary: string;
  /** Used by faults that take time, unless `switchOn` says otherwise. */
  readonly delayMs?: number;
}

const all: readonly FaultTarget[] = ['connect', 'makeCall', 'hangup', 'transfer', 'recording'];
const dial: readonly FaultTarget[] = ['makeCall'];
const pop: readonly FaultTarget[] = ['screenPop'];

function before(targets: readonly FaultTarget[], summary: string): FaultDescription {
  return { moment: 'before', targets, summary };
}

function after(targets: readonly FaultTarget[], summary: string, delayMs?: number): FaultDescription {
  return { moment: 'after', targets, summary, ...(delayMs === undefined ? {} : { delayMs }) };
}

function webhook(summary: string, delayMs?: number): FaultDescription {
  return { moment: 'webhook', targets: pop, summary, ...(delayMs === undefined ? {} : { delayMs }) };
}

/** What each fault does and when; the README's table is held against it by a test. */
export const faultCatalogue: Readonly<Record<FaultName, FaultDescription>> = {
  'dial-accepted-never-answered': after(dial, 'the answer never comes; the socket stays open'),
  'answer-late': after(all, 'the right answer comes after the delay', 5_000),
  'error-500': after(all, '500 with a JSON error, as if the service broke after Five9 had accepted'),
  'error-502': after(all, '502 with a JSON error, as if the answer was lost on the way back'),
  'error-503': before(all, '503 with a JSON error and Retry-After: 1'),
  'error-503-no-retry-after': before(all, '503 with a JSON error and no Retry-After'),
  'error-504': after(all, '504 with a JSON error, as if a gateway stopped waiting'),
  forbidden: before(all, '403 with a JSON error: a valid credential without permission'),
  'html-502': after(all, '502 with an HTML page, as a gateway sends it'),
  'html-200': after(all, '200 with an HTML page, as a captive portal sends it'),
  'truncated-json': after(all, '200 whose JSON stops half-way; the HTTP message itself is complete'),
  'reset-before-dial': before(dial, 'the connection is reset (RST) before Five9 is asked'),
  'reset-after-dial': after(dial, 'the connection is reset (RST) without an answer'),
  'reset-mid-body': after(all, 'the connection is reset (RST) half-way through the body'),
  drip: after(all, 'the body comes one byte at a time, with the delay between bytes', 20),
  'missing-call-id': after(dial, '200 without call_id'),
  'number-call-id': after(dial, '200 whose call_id is a JSON number'),
  'success-string': after(all, '200 whose success is the text "true"'),
  'success-false': before(all, '200 with success: false, code and message'),
  'rate-limited': before(all, '429 with Retry-After: 1'),
  'redirect-307': before(all, '307 to this same path: a client that follows it runs the operation'),
  'redirect-302': before(all, '302 to this same path: a client that follows it shows up as a GET'),
  'huge-body': after(all, '200 with the right fields and 8 MiB of padding'),
  'wrong-content-type': after(all, 'the right JSON labelled text/plain'),
  'duplicate-webhook': webhook('each screen pop is delivered twice with the same webhook-id'),
  'late-webhook': webhook('each screen pop is held back for the delay, later events overtake it', 5_000),
  'bad-signature-webhook': webhook('each screen pop is signed with another secret'),
};

/** Every fault's name, in the order of the catalogue. */
export const faultNames: readonly FaultName[] = Object.keys(faultCatalogue).filter(isFaultName);

/** Whether a text names a fault. */
export function isFaultName(text: string): text is FaultName {
  return Object.hasOwn(faultCatalogue, text);
}
