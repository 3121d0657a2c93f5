/** The moments of a call that Five9 can announce; a call only moves forward through them. */
export type CallEventName = 'call.ringing' | 'call.answered' | 'call.ended' | 'recording.ready';

/** Something that happened to a call, in the words of this service. */
export interface CallEvent {
  readonly event: CallEventName;
  readonly eventId: string;
  readonly callId: string;
  /** Survives transfers, where the call id does not. */
  readonly sessionId: string;
  readonly direction: 'inbound' | 'outbound';
  readonly customerNumber: string;
  readonly dialledNumber: string;
  /** Absent while the call waits in a queue. */
  readonly agentExtension?: string;
  readonly campaign?: string;
  readonly skill?: string;
  /** RFC 3339 with an offset. */
  readonly occurredAt: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Hears of call events; what it returns is awaited by whoever waits for the announcement. */
export type CallEventListener = (event: CallEvent) => void | Promise<void>;
