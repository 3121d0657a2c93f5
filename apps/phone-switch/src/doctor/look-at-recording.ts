import { type CallReference, type PhoneSwitch, type RecordingResult, SwitchError } from '@elasticfunnels/switch-core';
import { type Finding, fromError, holds, warns } from './check.ts';
import type { Examination } from './examination.ts';

const NONE = {
  not_recorded: 'there is none: the call was not recorded',
  expired: 'there is none any more: it was purged at the end of its retention',
  unknown: 'there is none, and the switch does not say why',
} as const;

/** What the switch says of one call's recording: ready, pending, purged, forbidden and malformed are told apart. */
export async function lookAtRecording(phone: PhoneSwitch, call: CallReference, examination: Examination): Promise<Finding> {
  try {
    const { signal, waitMs } = examination;
    return describe(await phone.getCallRecordingUrl(call, { signal, deadlineMs: waitMs }));
  } catch (error) {
    if (!SwitchError.is(error)) throw error;
    const { code } = error;
    if (code === 'FORBIDDEN') return fromError(error, { next: 'Have the account given permission to hear recordings.' });
    return fromError(error);
  }
}

function describe(result: RecordingResult): Finding {
  switch (result.status) {
    case 'available':
      // Without the query: it is what lets anybody play it.
      return holds(`available at ${result.url.origin}${result.url.pathname}`);
    case 'pending': {
      const { retryAfterSeconds } = result;
      const again = retryAfterSeconds === undefined ? '' : ` (the switch says to ask again in ${retryAfterSeconds} s)`;
      return warns(`pending: it is not ready yet${again}`, {
        next: 'Ask again later: recordings come some time after the call.',
      });
    }
    case 'none':
      return warns(NONE[result.reason], { next: 'Check the recording rules of the campaign and how long recordings are kept.' });
  }
}
