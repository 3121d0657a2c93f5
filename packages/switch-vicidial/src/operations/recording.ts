import type { CallReference, RecordingResult, SwitchServices } from '@elasticfunnels/switch-core';
import { findLoggedCall, isCallId, listRecordings, type LoggedCall, type RecordingRow } from '../api/look-ups.ts';
import type { VicidialClient } from '../api/vicidial-client.ts';
import { findLeadId, findStart, readLocalTime } from '../calls/call-identity.ts';
import { locateCall } from '../calls/call-locator.ts';
import type { Undertaking } from './undertaking.ts';

/** A recording begins when agent and customer talk: after the ringing of a dial, or after the queue, in milliseconds. */
const RINGING_MS = 120_000;
const QUEUE_MS = 3_600_000;
/** Two clocks' seconds that were cut off differently, in milliseconds. */
const SAME_SECOND_MS = 2_000;

/**
 * A call's recording. ViciDial finds recordings by lead, so the row of this call is told from those of the lead's other
 * calls by its agent, and by when it began.
 */
export async function getCallRecordingUrl(
  client: VicidialClient,
  undertaking: Undertaking,
  parseRecordingUrl: SwitchServices['parseRecordingUrl'],
  call: CallReference,
): Promise<RecordingResult> {
  const logged = isCallId(call.callId) ? await findLoggedCall(client, undertaking, call.callId) : undefined;
  // In no log: either it rings, or nobody answered, or there is no such call, and then this throws.
  if (logged === undefined) return withoutRow((await locateCall(client, undertaking, call)).at === 'over');
  const leadId = findLeadId(call);
  if (leadId === undefined) return { status: 'none', reason: 'unknown' };
  const row = findRow(await listRecordings(client, undertaking, leadId), call, logged);
  if (row === undefined) return withoutRow((await locateCall(client, undertaking, call)).at === 'over');
  if (row.location === '') return { status: 'pending' };
  const url = parseRecordingUrl(row.location);
  return { status: 'available', url, ...(row.seconds > 0 ? { durationSeconds: row.seconds } : {}) };
}

// A row begins with the recording: of a call that is over and has none, none will come.
function withoutRow(isOver: boolean): RecordingResult {
  return isOver ? { status: 'none', reason: 'not_recorded' } : { status: 'pending' };
}

/** The first recording that the call's agent began while the call lasted. */
function findRow(rows: readonly RecordingRow[], { callId }: CallReference, logged: LoggedCall): RecordingRow | undefined {
  const start = findStart(callId, logged);
  const waitMs = callId.startsWith('M') ? RINGING_MS : QUEUE_MS;
  const end = Math.max(start + waitMs, readLocalTime(logged.date)) + logged.talkSeconds * 1_000;
  return rows.find(({ user, startedAt }) => {
    const began = readLocalTime(startedAt);
    return user === logged.user && began >= start - SAME_SECOND_MS && began <= end + SAME_SECOND_MS;
  });
}
