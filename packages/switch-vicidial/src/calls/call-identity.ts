import type { CallReference } from '@elasticfunnels/switch-core';
import type { AgentRow, LoggedCall } from '../api/look-ups.ts';

/**
 * A call id of the usual form: a letter for the kind, local month (without its first digit), day and time, and ten digits
 * of the lead. Source: CALLER_ID_NAME_CODES.txt.
 */
const USUAL_FORM = /^[A-Z](\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{10})$/;

/** The lead of a call: what the reference says, else what its id holds; undefined for an id of another form. */
export function findLeadId({ callId, aliases }: CallReference): string | undefined {
  const named = aliases?.['lead_id'];
  if (named !== undefined && /^\d{1,10}$/.test(named)) return named;
  return USUAL_FORM.exec(callId)?.[6]?.replace(/^0+(?=\d)/, '');
}

/** Milliseconds of a local date of ViciDial's, to be compared with others of the same server only; NaN for no date. */
export function readLocalTime(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}Z`);
}

/**
 * When a call began, on the scale of `readLocalTime`: by its id, in the year of its log; else as the log has it, which
 * newer systems move to the end of the call.
 */
export function findStart(callId: string, { date }: LoggedCall): number {
  const logged = readLocalTime(date);
  const [, month = '', day = '', hour = '', minute = '', second = ''] = USUAL_FORM.exec(callId) ?? [];
  if (month === '') return logged;
  const year = Number(date.slice(0, 4));
  // Its month has one digit only: 1 is January or November. The latest that is not after the log is meant.
  const months = [Number(month), Number(month) + 10].filter((each) => each >= 1 && each <= 12);
  const starts = [year, year - 1].flatMap((each) =>
    months.map((one) => readLocalTime(`${each}-${String(one).padStart(2, '0')}-${day} ${hour}:${minute}:${second}`)),
  );
  const possible = starts.filter((start) => start <= logged + SAME_SECOND_MS && start > logged - LONGEST_CALL_MS);
  return possible.length === 0 ? logged : Math.max(...possible);
}

const SAME_SECOND_MS = 2_000;
const LONGEST_CALL_MS = 24 * 3_600_000;

/** How long after the first agent's part the next agent's may begin, in milliseconds: the ringing and the queue. */
const HANDING_OVER_MS = 180_000;
/** The same where the caller knows who has it, and it may have passed through others meanwhile. */
const STATED_MS = 4 * 3_600_000;

/**
 * Whether another agent's present call is the same conversation after a transfer: ViciDial gives it a new id with a J, and
 * keeps the lead. It began when the first part ended; or, later than that, the caller says that this agent has it now.
 */
export function isContinuation(
  original: LoggedCall,
  present: { readonly row: AgentRow; readonly logged: LoggedCall; readonly namedAgent: string | undefined },
): boolean {
  const { row, logged, namedAgent } = present;
  // Naming the agent who had the call in the first place says nothing about a transfer.
  const stated = row.user === namedAgent && row.user !== original.user;
  const gapMs = readLocalTime(logged.date) - readLocalTime(original.date);
  return gapMs >= 0 && gapMs <= original.talkSeconds * 1_000 + (stated ? STATED_MS : HANDING_OVER_MS);
}

/** Whether an agent's present call could be the continuation of a call of this lead. */
export function mayContinue(row: AgentRow, leadId: string | undefined): boolean {
  return leadId !== undefined && row.leadId === leadId && row.callId.startsWith('J') && isOnCall(row);
}

/** Whether an agent has a call on the screen, dead ones included. */
export function isOnCall({ status, callId }: AgentRow): boolean {
  return (status === 'INCALL' || status === 'QUEUE') && callId !== '';
}

/** Whether the last call of an agent, of this lead, waits for its disposition. */
export function isDisposing(row: AgentRow, leadId: string | undefined): boolean {
  return row.status === 'PAUSED' && row.subStatus === 'DISPO' && leadId !== undefined && row.leadId === leadId;
}
