import type { CallReference } from './call-reference.ts';

/** The credentials were accepted, or the base URL answered without telling whether they are. */
export type ConnectResult =
  | { readonly status: 'verified'; readonly latencyMs: number }
  | {
      readonly status: 'reachable';
      readonly latencyMs: number;
      /** Why the credentials are unverified, for an operator. */
      readonly reason: string;
    };

/** The switch has the call and its id, or took the request and tells the id later. */
export type MakeCallResult =
  | {
      readonly status: 'placed';
      readonly call: CallReference;
      /** This answer belongs to an earlier identical dial: nothing rang a second time. */
      readonly replayed?: true;
    }
  | {
      readonly status: 'accepted';
      /** What to ask `findCall` for, or to match with a later screen pop. */
      readonly reference: string;
      readonly replayed?: true;
    };

/** The call was ended by this command, or had ended before it. */
export interface HangupResult {
  readonly status: 'ended' | 'already_ended';
  /** The agent stays in wrap-up until the call has a disposition. */
  readonly wrapUpRequired?: boolean;
}

/** The switch handed the call over. */
export interface TransferResult {
  readonly status: 'transferred';
}

/** Why there is no recording and none will come. */
export type NoRecordingReason = 'not_recorded' | 'expired' | 'unknown';

/** A recording to play, one that is not ready yet, or none. */
export type RecordingResult =
  | {
      readonly status: 'available';
      /** Absolute; its query string may be a signature, so it is never logged. */
      readonly url: URL;
      readonly expiresAt?: Date;
      readonly contentType?: string;
      readonly durationSeconds?: number;
    }
  | { readonly status: 'pending'; readonly retryAfterSeconds?: number }
  | { readonly status: 'none'; readonly reason: NoRecordingReason };
