/** How long things take, in milliseconds. */
export interface DiallerTimings {
  /** How long an agent's screen takes to see what the Agent API has set; vicidial.php asks once a second. */
  readonly screenMs: number;
  /** How long a dialled customer rings; `never` for nobody who answers. */
  readonly ringMs: number | 'never';
  /** How long an answered customer stays on the line; `never` until somebody hangs up. */
  readonly talkMs: number | 'never';
  /** From the end of a recording to its location; on real systems minutes, as cron jobs move the files. */
  readonly recordingDelayMs: number;
}

/** What applies unless settings say otherwise. */
export const defaultTimings: DiallerTimings = { screenMs: 1_000, ringMs: 2_000, talkMs: 'never', recordingDelayMs: 3_000 };
