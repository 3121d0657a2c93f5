import type { CallEventListener } from './call-event.ts';

/** What every request to Five9 carries. */
export interface Five9RequestContext {
  /** Aborts when the middleware no longer waits; a dial that already left cannot be called back. */
  readonly signal: AbortSignal;
  /** For the logs of both sides. */
  readonly correlationId: string;
}

/** A dial on behalf of a logged-in agent. */
export interface DialRequest {
  readonly agentExtension: string;
  readonly destination: string;
  readonly campaign?: string | undefined;
  readonly skill?: string | undefined;
}

/** A call that Five9 has taken on. */
export interface PlacedCall {
  /** Opaque; Five9's are 15 digits, and dead once the agent's part of the call has ended. */
  readonly callId: string;
  /** A GUID that survives transfers and stands on recordings. */
  readonly sessionId: string;
}

/** How a call was left. */
export interface DisconnectedCall {
  /** The agent is in wrap-up and not ready for another call until the call has been disposed of. */
  readonly wrapUpRequired: boolean;
}

/** Hand a call over without (blind) or after (attended) speaking to the target. */
export type TransferKind = 'blind' | 'attended';

/** A request to hand a call to another agent. */
export interface TransferRequest {
  readonly callId: string;
  readonly targetExtension: string;
  /** Absent: the implementation decides. */
  readonly kind?: TransferKind | undefined;
}

/** Where the recording of an agent's part of a call stands. */
export type RecordingLookup =
  | {
      readonly status: 'available';
      readonly recordingId: string;
      readonly contentType: string;
      readonly durationSeconds: number;
    }
  | { readonly status: 'pending'; readonly retryAfterSeconds: number }
  | { readonly status: 'not_recorded' }
  | { readonly status: 'purged' };

/** The audio of a recording. */
export interface RecordingAudio {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/**
 * All that the middleware needs of Five9. Every method throws `Five9Error` when Five9 refuses; any other error means
 * that nobody knows what Five9 did, and the middleware says so.
 *
 * @example
 * class Five9RestClient implements Five9Port { ... } // one Five9 session per agent, see the README
 */
export interface Five9Port {
  /** Proves that Five9 can be reached and accepts this service's own credentials. */
  verifySession(context: Five9RequestContext): Promise<void>;
  /** Dials for an agent and resolves as soon as Five9 has the call, not when it is answered. */
  dial(request: DialRequest, context: Five9RequestContext): Promise<PlacedCall>;
  /** Ends the agent's part of a call. */
  disconnect(callId: string, context: Five9RequestContext): Promise<DisconnectedCall>;
  /** Hands a call to another agent. */
  transfer(request: TransferRequest, context: Five9RequestContext): Promise<void>;
  /** Looks up the recording of the agent's part of a call. */
  findRecording(callId: string, context: Five9RequestContext): Promise<RecordingLookup>;
  /** Reads a recording with this service's own session: Five9's links need one and cannot be handed out. */
  openRecording(recordingId: string, context: Five9RequestContext): Promise<RecordingAudio>;
  /** Announces call events until the returned function is called. */
  onCallEvent(listener: CallEventListener): () => void;
}
