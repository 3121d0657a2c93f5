import type { Clock } from '../clock/clock.ts';
import type { RecordingAudio, RecordingLookup } from '../five9/five9-port.ts';
import type { CallBook } from './call-book.ts';
import type { Directory } from './directory.ts';
import { refuse } from './refuse.ts';
import type { SimulatedCall } from './simulated-call.ts';
import { makeWave } from './wave.ts';

const contentType = 'audio/wav';
const prefix = 'rec-';

/** The recordings of the simulated Five9: one per agent's part of a call, ready some time after that part ended. */
export class RecordingArchive {
  readonly #clock: Clock;
  readonly #calls: CallBook;
  readonly #directory: Directory;
  readonly #delayMs: number;
  readonly #purged = new Set<string>();
  readonly #unrecorded = new Set<string>();
  readonly #finished = new Set<string>();

  constructor(clock: Clock, calls: CallBook, directory: Directory, delayMs: number) {
    this.#clock = clock;
    this.#calls = calls;
    this.#directory = directory;
    this.#delayMs = delayMs;
  }

  /** Where the recording of a call stands; throws `Five9Error` (INTERACTION_UNKNOWN). */
  find(callId: string): RecordingLookup {
    const call = this.#calls.get(callId);
    if (!this.#isRecorded(call)) return { status: 'not_recorded' };
    if (this.#purged.has(callId)) return { status: 'purged' };
    const waitMs = this.#waitMs(call);
    if (waitMs > 0) return { status: 'pending', retryAfterSeconds: Math.ceil(waitMs / 1_000) };
    return { status: 'available', recordingId: `${prefix}${callId}`, contentType, durationSeconds: secondsOf(call) };
  }

  /** The audio of a recording; throws `Five9Error` (RECORDING_UNKNOWN). */
  open(recordingId: string): RecordingAudio {
    const callId = recordingId.startsWith(prefix) ? recordingId.slice(prefix.length) : undefined;
    const found = callId === undefined ? undefined : this.#findOrNothing(callId);
    if (callId === undefined || found?.status !== 'available') {
      throw refuse(this.#clock, 'RECORDING_UNKNOWN', 'No recording has this id.');
    }
    const hertz = 330 + (Number(callId.slice(-3)) % 200);
    return { contentType, bytes: makeWave({ seconds: found.durationSeconds, hertz }) };
  }

  /** Deletes a recording, as a retention rule would; throws `Five9Error` for an unknown call. */
  purge(callId: string): void {
    this.#purged.add(this.#calls.get(callId).callId);
  }

  /** Makes the recording of an ended call available without waiting; throws `Five9Error` for an unknown call. */
  finish(callId: string): void {
    this.#finished.add(this.#calls.get(callId).callId);
  }

  /** Leaves a call without a recording; throws `Five9Error` for an unknown call. */
  neverRecord(callId: string): void {
    this.#unrecorded.add(this.#calls.get(callId).callId);
  }

  #isRecorded(call: SimulatedCall): boolean {
    const campaign = this.#directory.campaigns.find(({ name }) => name === call.campaign);
    return campaign?.recorded !== false && !this.#unrecorded.has(call.callId);
  }

  #waitMs(call: SimulatedCall): number {
    // Nobody knows when a call that goes on will end: at least as long as a call that ends now.
    if (call.endedAt === undefined) return Math.max(this.#delayMs, 1);
    return this.#finished.has(call.callId) ? 0 : Date.parse(call.endedAt) + this.#delayMs - this.#clock.now();
  }

  #findOrNothing(callId: string): RecordingLookup | undefined {
    return this.#calls.list().some((call) => call.callId === callId) ? this.find(callId) : undefined;
  }
}

// Simplification: a tone of one to two seconds stands for a conversation of any length.
function secondsOf(call: SimulatedCall): number {
  const spoken = Date.parse(call.endedAt ?? call.startedAt) - Date.parse(call.answeredAt ?? call.startedAt);
  return Math.min(2, Math.max(1, Math.round(spoken / 1_000)));
}
