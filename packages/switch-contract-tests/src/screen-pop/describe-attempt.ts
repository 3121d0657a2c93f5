import { excerpt } from '../verify/rules/rule.ts';
import { type Attempt, isTaken, type Reply } from './arrival.ts';
import type { ObservedEvent } from './observed-event.ts';

/** One attempt in one line, for the person who waits for it. */
export function describeAttempt(event: ObservedEvent, attempt: Attempt): string {
  const index = event.attempts.indexOf(attempt);
  const what = `${plain(event.name ?? 'a delivery')}${event.callId === undefined ? '' : ` of call ${plain(event.callId)}`}`;
  const after = index === 0 ? '' : `, ${describeWait(event, index)} later`;
  return `  ← ${what}, attempt ${index + 1}${after}: ${describeReply(attempt.reply)}`;
}

/** How long an attempt came after the one before it had ended. */
export function waitBefore({ attempts }: Pick<ObservedEvent, 'attempts'>, index: number): number | undefined {
  const [before, attempt] = [attempts[index - 1], attempts[index]];
  if (before?.endedMs === undefined || attempt === undefined) return undefined;
  return Math.max(0, attempt.arrival.atMs - before.endedMs);
}

/** Milliseconds as people say them. */
export function inSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function describeWait(event: ObservedEvent, index: number): string {
  const waited = waitBefore(event, index);
  return waited === undefined ? 'a moment' : inSeconds(waited);
}

function describeReply(reply: Reply): string {
  if (reply.kind === 'silence') return 'not answered, on purpose: it must come again once the sender has given up';
  if (isTaken(reply)) return `taken (${reply.status})`;
  const retryAfter = reply.retryAfterSeconds === undefined ? '' : ` with Retry-After: ${reply.retryAfterSeconds}`;
  return `answered ${reply.status}${retryAfter}, on purpose: it must come again`;
}

/** What came over the network must not steer somebody's terminal. */
function plain(text: string): string {
  return excerpt(text.replace(/\p{C}/gu, '?'), 60);
}
