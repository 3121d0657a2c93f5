import {
  type CallReference,
  type PhoneSwitch,
  type RecordingResult,
  sleep,
  SwitchError,
  systemClock,
  waitForRecording,
} from '@elasticfunnels/switch-core';
import { quote } from '../cli/command-to-paste.ts';
import { parseDuration } from '../cli/duration.ts';
import { GaveUpWaiting } from './gave-up-waiting.ts';
import { CALL_FLAGS, type OperationCommand, type OperationContext, readCall } from './operation-command.ts';

/** Where a call's recording is; with `--wait`, once it is there. */
export const recording: OperationCommand = {
  name: 'recording',
  operation: 'getCallRecordingUrl',
  summary: "where a call's recording can be played",
  flags: [
    ...CALL_FLAGS,
    { flags: '--wait <duration>', description: 'wait this long for a recording that is not ready, e.g. 60s' },
  ],
  examples: ['phone-switch recording --config five9.json --call-id 300000000115271 --wait 60s'],
  run: async (phone, flags, context) => {
    const reference = readCall(flags);
    if (flags['wait'] === undefined) return describeRecording(await phone.getCallRecordingUrl(reference, context.options));
    return describeRecording(await waitAsLong(phone, reference, flags['wait'], context));
  },
};

/** How long the question may take that is asked when the wait is over, in milliseconds. */
const LAST_QUESTION_MS = 2_000;

async function waitAsLong(
  phone: PhoneSwitch,
  call: CallReference,
  waited: string,
  { options: { signal }, tell, paste }: OperationContext,
): Promise<RecordingResult> {
  const deadlineMs = parseDuration(waited);
  const endsAtMs = systemClock.monotonicMs() + deadlineMs;
  const announce = (ms: number): void => tell(`Not ready yet; asking again in ${(ms / 1000).toFixed(1)} s.`);
  const onPending = ({ nextTryInMs }: { readonly nextTryInMs: number }): void => announce(nextTryInMs);
  const result = await waitForRecording(phone, call, { signal, deadlineMs, onPending });
  if (result.status !== 'pending') return result;
  // It ends as soon as its next question would come too late; what is left of the time is waited for all the same, unless the
  // switch has said that this is in vain.
  const leftMs = endsAtMs - systemClock.monotonicMs();
  const { retryAfterSeconds = 0 } = result;
  const doctor = paste(`doctor --recording-of ${quote(call.callId)}`);
  if (retryAfterSeconds * 1_000 > leftMs) {
    const waitedSeconds = ((deadlineMs - leftMs) / 1_000).toFixed(1);
    const when = `after ${waitedSeconds} s, and the switch says to ask again in ${retryAfterSeconds} s: later than within ${waited}`;
    throw notReady(deadlineMs, when, doctor);
  }
  announce(Math.max(0, leftMs));
  if ((await sleep(systemClock, leftMs, signal)) === 'aborted') throw givenUp();
  const last = await askOnceMore(phone, call, signal);
  if (last.status === 'pending') throw notReady(deadlineMs, `within ${waited}`, doctor);
  return last;
}

async function askOnceMore(phone: PhoneSwitch, call: CallReference, signal: AbortSignal): Promise<RecordingResult> {
  try {
    return await phone.getCallRecordingUrl(call, { signal, deadlineMs: LAST_QUESTION_MS });
  } catch (error) {
    // What it said before still holds.
    if (SwitchError.has(error, 'TIMED_OUT')) return { status: 'pending' };
    throw error;
  }
}

function givenUp(): SwitchError {
  const message = 'Given up waiting for the recording.';
  return new SwitchError('ABORTED', {}, { operation: 'getCallRecordingUrl', effect: 'none', message });
}

function notReady(deadlineMs: number, within: string, doctor: string): SwitchError {
  return new GaveUpWaiting(deadlineMs, 'recording-url-empty-or-invalid', {
    operation: 'getCallRecordingUrl',
    effect: 'none',
    message: `The recording was not ready ${within}.`,
    hint: `Recordings come some time after the call: ask again later, or wait longer. What the switch answers: ${doctor}`,
  });
}

const NO_RECORDING = {
  not_recorded: 'the call was not recorded',
  expired: 'it is past its retention',
  unknown: 'the switch does not say why',
};

function describeRecording(result: RecordingResult): { result: object; lines: readonly string[] } {
  switch (result.status) {
    case 'available': {
      const { durationSeconds, expiresAt } = result;
      const lines = [
        `✓ ${result.url.href}`,
        ...(durationSeconds === undefined ? [] : [`  Duration: ${durationSeconds} s.`]),
        ...(expiresAt === undefined ? [] : [`  The link works until ${expiresAt.toISOString()}.`]),
      ];
      return { result, lines };
    }
    case 'pending': {
      const after =
        result.retryAfterSeconds === undefined ? '' : ` The switch says to ask again in ${result.retryAfterSeconds} s.`;
      return { result, lines: [`… The recording is not ready yet.${after}`, '  Next: add --wait 60s.'] };
    }
    case 'none':
      return { result, lines: [`– There is no recording: ${NO_RECORDING[result.reason]}.`] };
  }
}
