/** How long things take in the simulated Five9, in milliseconds. */
export interface SimulatorTimings {
  /** From the dial, or the arrival of an inbound call, until it is answered. */
  readonly ringMs: number;
  /** From the answer until the customer hangs up; `never` leaves that to the agent. */
  readonly talkMs: number | 'never';
  /** From the end of the agent's part of the call until its recording can be fetched. */
  readonly recordingDelayMs: number;
  /** From the end of a call until it disposes of itself; 0 skips wrap-up, `until-disposed` waits for `disposeCall`. */
  readonly wrapUpMs: number | 'until-disposed';
}

/** Timings that suit a person who watches. */
export const defaultTimings: SimulatorTimings = {
  ringMs: 2_000,
  talkMs: 'never',
  recordingDelayMs: 3_000,
  wrapUpMs: 1_500,
};
