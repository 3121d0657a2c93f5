import type { Effect, SwitchErrorCode } from '@elasticfunnels/switch-core';
import type { SeenRequest } from '@elasticfunnels/switch-core/testing/faults';

/** How an operation ended, as its caller saw it. */
export type Ended =
  | {
      readonly ends: 'result';
      readonly status: string;
      /** What of the answer got through: the call's id, or the recording's URL. */
      readonly named: string | undefined;
    }
  | {
      readonly ends: 'error';
      readonly code: SwitchErrorCode;
      readonly effect: Effect;
      readonly retryable: boolean;
      /** Why the outcome is unknown, where it is. */
      readonly reason: string | undefined;
      readonly message: string;
      readonly hint: string;
      /** Everything that printing the error can show: its JSON, its inspection with causes, its stack. */
      readonly shown: string;
    }
  /** Something was thrown that is none of ours. */
  | { readonly ends: 'stranger'; readonly shown: string }
  /** Long after its deadline it had not settled. */
  | { readonly ends: 'never' };

/** What is left of a case after its host was closed. */
export interface Leftovers {
  /** At the server. */
  readonly connections: number;
  readonly timers: number;
  /** On the caller's signal, once the operation has settled. */
  readonly listeners: number;
  /** What closing the host threw. */
  readonly closing: string | undefined;
}

/** What happened in one case: at the caller's side, and, the truth, at the server's. */
export interface Observation {
  readonly ended: Ended;
  /** By the monotonic clock, from the call to its settling. */
  readonly elapsedMs: number;
  /** The longest time in it for which this process did nothing for anybody. */
  readonly lagMs: number;
  /** When the caller gave up, if that was before it settled. */
  readonly abortedAtMs: number | undefined;
  /** Every request that arrived whole, in order, also those that arrived after the operation had settled. */
  readonly requests: readonly SeenRequest[];
  readonly bytes: number;
  readonly connections: number;
  /** The ids that the server gave, in this case, to whoever asked. */
  readonly idsGiven: readonly string[];
  readonly left: Leftovers;
  /** Everything that was logged. */
  readonly logged: string;
}
