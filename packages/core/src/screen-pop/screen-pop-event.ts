import type { AgentExtension, CallId } from '../call/ids.ts';

/** What happened to a call; later events never move a call back to an earlier state. */
export type ScreenPopEventName = 'call.ringing' | 'call.answered' | 'call.ended' | 'recording.ready';

/** An event about a call, in the one form that every vendor's delivery is read into. */
export interface ScreenPopEvent {
  readonly event: ScreenPopEventName;
  /** The vendor's id of the event, where it has one. */
  readonly eventId?: string;
  /** The same id that hangupCall, transferCall and getCallRecordingUrl take. */
  readonly callId: CallId;
  readonly aliases?: Readonly<Record<string, string>>;
  readonly direction: 'inbound' | 'outbound';
  /** The caller's number (ANI) of an inbound call, the dialled one (DNIS) of an outbound call; as it came. */
  readonly customerNumber?: string;
  readonly dialledNumber?: string;
  /** Absent: the pop is for the brand's queue, never for everyone. */
  readonly agent?: { readonly extension: AgentExtension };
  readonly campaign?: string;
  readonly skill?: string;
  /** Absent where the vendor does not say when it happened: the time of receipt says nothing about that. */
  readonly occurredAt?: Date;
  readonly attributes: Readonly<Record<string, string>>;
}
