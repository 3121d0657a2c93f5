import type { Answer } from '../contract/answer.ts';
import { answerRefusal, Refusal } from '../contract/refusal.ts';
import type { ActiveFault } from './fault-board.ts';
import { type SendAction, toSendAction, type WireAction } from './wire-action.ts';

const hugeBodyBytes = 8 * 1024 * 1024;

/** What happens instead of the operation; Five9 is never asked. */
export function strikeInstead(fault: ActiveFault, path: string): WireAction {
  const again = { 'retry-after': '1' };
  switch (fault.name) {
    case 'error-503':
      return refused(new Refusal(503, 'upstream_failed', 'Five9 is not available.', { headers: again }));
    case 'error-503-no-retry-after':
      return refused(new Refusal(503, 'upstream_failed', 'Five9 is not available.'));
    case 'forbidden':
      return refused(new Refusal(403, 'forbidden', 'These credentials do not permit this operation.'));
    case 'success-false':
      return refused(new Refusal(200, 'rejected', 'Five9 refused the request.'));
    case 'rate-limited':
      return refused(new Refusal(429, 'rate_limited', 'Too many requests to Five9.', { headers: again }));
    case 'redirect-307':
    case 'redirect-302':
      return toSendAction({ status: Number(fault.name.slice(-3)), headers: { location: path }, body: {} });
    default:
      return { kind: 'reset' };
  }
}

/** What becomes of the answer of an operation that succeeded. */
export function strikeAnswer(fault: ActiveFault, answer: Answer): WireAction {
  const sound = toSendAction(answer);
  switch (fault.name) {
    case 'dial-accepted-never-answered':
      return { kind: 'silence' };
    case 'reset-after-dial':
      return { kind: 'reset' };
    case 'reset-mid-body':
      return { kind: 'reset-mid-body', answer: sound };
    case 'answer-late':
      return { kind: 'late', answer: sound, delayMs: fault.delayMs };
    case 'drip':
      return { kind: 'drip', answer: sound, everyMs: fault.delayMs };
    case 'error-500':
      return refused(new Refusal(500, 'internal', 'The service failed.'));
    case 'error-502':
      return refused(new Refusal(502, 'upstream_failed', 'Five9 gave no usable answer.'));
    case 'error-504':
      return refused(new Refusal(504, 'upstream_failed', 'Five9 did not answer in time.'));
    default:
      return spoil(fault, answer, sound);
  }
}

function spoil(fault: ActiveFault, answer: Answer, sound: SendAction): WireAction {
  const change = (body: Answer['body']): SendAction => toSendAction({ ...answer, body });
  const { call_id: callId, ...rest } = answer.body;
  switch (fault.name) {
    case 'html-502':
      return { kind: 'send', status: 502, headers: { 'content-type': 'text/html' }, payload: page('Bad Gateway') };
    case 'html-200':
      return { kind: 'send', status: 200, headers: { 'content-type': 'text/html' }, payload: page('Welcome') };
    case 'truncated-json':
      return { ...sound, payload: sound.payload.slice(0, Math.floor(sound.payload.length / 2)) };
    case 'missing-call-id':
      return change(rest);
    case 'number-call-id':
      return change({ ...answer.body, call_id: Number(callId) });
    case 'success-string':
      return change({ ...answer.body, success: 'true' });
    case 'huge-body':
      return change({ ...answer.body, padding: 'x'.repeat(hugeBodyBytes) });
    case 'wrong-content-type':
      return { ...sound, headers: { ...sound.headers, 'content-type': 'text/plain; charset=utf-8' } };
    default:
      return sound;
  }
}

function page(title: string): string {
  return `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
}

function refused(refusal: Refusal): SendAction {
  return toSendAction(answerRefusal(refusal));
}
