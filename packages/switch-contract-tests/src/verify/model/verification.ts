import type { ContractLevel } from '../../catalogue/levels.ts';
import type { CheckResult } from './check.ts';
import type { Verdict } from './verdict.ts';

/** What a run was held against. */
export interface ContractIdentity {
  readonly version: string;
  /** SHA-256 over the contract's files, in hexadecimal. */
  readonly digest: string;
}

/** A whole run, as every report tells it. */
export interface Verification {
  readonly startedAt: Date;
  readonly durationMs: number;
  /** The base URL of the middleware; in a run of screen pops alone, the webhook that it was to call. */
  readonly baseUrl: string;
  /** How the requests of the run, or the deliveries to it, tell whose they are. */
  readonly authentication: 'Bearer' | 'Basic' | 'none' | 'signature' | 'shared secret';
  readonly level: ContractLevel;
  readonly contract: ContractIdentity;
  readonly checks: readonly CheckResult[];
  readonly verdict: Verdict;
  /** What a reader should know of the run as a whole: calls that may still ring, a weak connection. */
  readonly notes: readonly string[];
  readonly interrupted: boolean;
}

/** What is told while a run is under way. */
export interface Progress {
  readonly started: (what: string) => void;
  readonly finished: (result: CheckResult) => void;
  /** A line for the person who waits, or has to do something. */
  readonly said: (line: string) => void;
}
