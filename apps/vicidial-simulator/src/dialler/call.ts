/** Where a call stands. A `dialling` call has no uniqueid yet, as in ViciDial, where it comes with the channel. */
export type CallState = 'queued' | 'dialling' | 'live' | 'ended';

/** What ended the agent's part of a call. */
export type CallEnd = 'agent' | 'customer' | 'transfer';

/** A call as the witness sees it; after a transfer to another agent the conversation goes on as a second call. */
export interface SimulatedCall {
  /** ViciDial's call id (caller code): a letter for the kind, nine digits of local time, ten of the lead. */
  readonly callId: string;
  /** Asterisk's uniqueid, such as `1700000000.1234`; empty while the call is dialled. */
  readonly uniqueId: string;
  readonly leadId: number;
  readonly direction: 'inbound' | 'outbound';
  readonly state: CallState;
  /** The customer's number, digits only, without the country code on an outbound call. */
  readonly phoneNumber: string;
  readonly phoneCode: string;
  /** The number that an inbound customer dialled. */
  readonly dialledNumber?: string;
  readonly campaign: string;
  readonly inGroup?: string;
  /** The agent's user id; absent while the call is queued. */
  readonly user?: string;
  /** RFC 3339. */
  readonly startedAt: string;
  readonly answeredAt?: string;
  readonly endedAt?: string;
  readonly endedBy?: CallEnd;
  /** The customer waits in park. */
  readonly parked: boolean;
  /** The third party that is on the line, while it is. */
  readonly thirdParty?: string;
  readonly transferredTo?: string;
  /** The status with which the agent disposed of it. */
  readonly disposition?: string;
}

/** A call that the dialler changes. */
export type MutableCall = { -readonly [Key in keyof SimulatedCall]: SimulatedCall[Key] };

/** Makes a call id: `M` manual dial, `Y` inbound, `J` closer transfer (CALLER_ID_NAME_CODES.txt). */
export function makeCallId(kind: 'M' | 'Y' | 'J', callerIdDate: string, leadId: number): string {
  return `${kind}${callerIdDate}${String(leadId).padStart(10, '0')}`;
}
