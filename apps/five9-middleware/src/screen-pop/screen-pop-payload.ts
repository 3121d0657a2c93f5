import type { CallEvent } from '../five9/call-event.ts';

/** The canonical screen-pop event as it stands on the wire; absent fields are omitted, never null. */
export interface ScreenPopPayload {
  readonly event: string;
  readonly event_id: string;
  readonly call_id: string;
  readonly aliases: { readonly session_id: string };
  readonly direction: 'inbound' | 'outbound';
  readonly customer_number: string;
  readonly dialled_number: string;
  readonly agent?: { readonly extension: string };
  readonly campaign?: string;
  readonly skill?: string;
  readonly occurred_at: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Puts a call event into the words of the wire. */
export function toScreenPopPayload(event: CallEvent): ScreenPopPayload {
  const { agentExtension, campaign, skill } = event;
  return {
    event: event.event,
    event_id: event.eventId,
    call_id: event.callId,
    aliases: { session_id: event.sessionId },
    direction: event.direction,
    customer_number: event.customerNumber,
    dialled_number: event.dialledNumber,
    ...(agentExtension === undefined ? {} : { agent: { extension: agentExtension } }),
    ...(campaign === undefined ? {} : { campaign }),
    ...(skill === undefined ? {} : { skill }),
    occurred_at: event.occurredAt,
    attributes: event.attributes,
  };
}
