import type { DiallerTime } from '../clock/dialler-time.ts';
import type { SimulatedCall } from './call.ts';

/** A row of `recording_log`. It exists from the moment at which recording starts; its location comes much later. */
export interface Recording {
  readonly recordingId: number;
  readonly user: string;
  readonly leadId: number;
  /** Absent for a recording that an agent started without a call. */
  readonly callId?: string;
  readonly uniqueId: string;
  /** Without folder and extension. */
  readonly filename: string;
  readonly startedAtMs: number;
  readonly endedAtMs?: number;
  /** From when on it has a location; absent while the recording goes on. */
  readonly readyAtMs?: number;
}

type MutableRecording = { -readonly [Key in keyof Recording]: Recording[Key] };

const firstRecordingId = 534_820;

/** The recordings of the simulated ViciDial. */
export class RecordingLog {
  readonly #rows: MutableRecording[] = [];
  readonly #unrecorded = new Set<string>();
  readonly #time: DiallerTime;
  readonly #delayMs: number;
  #next = firstRecordingId;

  constructor(time: DiallerTime, delayMs: number) {
    this.#time = time;
    this.#delayMs = delayMs;
  }

  /** Every row, in order of its start. */
  list(): readonly Recording[] {
    return [...this.#rows];
  }

  /** Starts a recording; undefined for a call that is never recorded. */
  start(user: string, leadId: number, call: SimulatedCall | undefined, suffix = ''): Recording | undefined {
    if (call !== undefined && this.#unrecorded.has(call.callId)) return undefined;
    const row: MutableRecording = {
      recordingId: this.#next++,
      user,
      leadId,
      ...(call === undefined ? {} : { callId: call.callId }),
      uniqueId: call?.uniqueId ?? '',
      filename: `${this.#time.fileDateTime()}_${call?.phoneNumber ?? ''}_${user}${suffix}`,
      startedAtMs: this.#time.now(),
    };
    this.#rows.push(row);
    return row;
  }

  /** Ends an agent's recordings that go on; their locations appear after the delay. */
  stop(user: string): void {
    for (const row of this.#rows) {
      if (row.user !== user || row.endedAtMs !== undefined) continue;
      row.endedAtMs = this.#time.now();
      row.readyAtMs = row.endedAtMs + this.#delayMs;
    }
  }

  /** Gives the recordings of a call that has ended their locations without waiting. */
  finish(callId: string): void {
    for (const row of this.#rows) if (row.callId === callId && row.endedAtMs !== undefined) row.readyAtMs = this.#time.now();
  }

  /** Deletes a call's recordings, as a retention rule would, and starts no more for it. */
  remove(callId: string): void {
    this.#unrecorded.add(callId);
    for (let index = this.#rows.length - 1; index >= 0; index -= 1) {
      if (this.#rows[index]?.callId === callId) this.#rows.splice(index, 1);
    }
  }

  /** Whether a recording has a location by now. */
  isReady(row: Recording): boolean {
    return row.readyAtMs !== undefined && row.readyAtMs <= this.#time.now();
  }

  /** Whole seconds; 0 while the recording goes on, as ViciDial has it. */
  seconds(row: Recording): number {
    return row.endedAtMs === undefined ? 0 : Math.round((row.endedAtMs - row.startedAtMs) / 1_000);
  }
}
