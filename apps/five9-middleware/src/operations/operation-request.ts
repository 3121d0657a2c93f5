import type { Five9Port, Five9RequestContext } from '../five9/five9-port.ts';

/** Makes an absolute, signed and expiring URL for a recording. */
export type RecordingLinker = (recordingId: string) => { readonly url: string; readonly expiresAt: string };

/** What an operation works on. */
export interface OperationRequest {
  /** The parsed JSON body, not yet validated. */
  readonly body: unknown;
  readonly five9: Five9Port;
  readonly context: Five9RequestContext;
  readonly linkRecording: RecordingLinker;
}
