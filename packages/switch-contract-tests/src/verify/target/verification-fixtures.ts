/** What a person gave for the run: who may dial whom, and calls that exist already. */
export interface VerificationFixtures {
  readonly agent?: string;
  readonly destination?: string;
  readonly transferTo?: string;
  readonly campaign?: string;
  readonly skill?: string;
  /** Calls that are under way; each serves one state. */
  readonly activeCallIds: readonly string[];
  /** A call whose recording can be played. */
  readonly recordedCallId?: string;
  /** How long an agent needs after a call whose hangup said `wrap_up_required`, in milliseconds. */
  readonly wrapUpMs: number;
  /** How long a recording may take to be ready, in milliseconds. */
  readonly recordingWaitMs: number;
}
