import {
  explainMappedEvent,
  type FieldMap,
  type MappedEventOptions,
  readMappedEvent,
  type ScreenPopEvent,
} from '@elasticfunnels/switch-core';

/**
 * Names that administrators give the parameters of a Start Call URL; ViciDial's own variables among them. `phone_number` is
 * the customer's, whoever called. Source: CALL_URL_FEATURES.txt.
 */
const START_CALL_URL: MappedEventOptions = {
  names: {
    callId: ['call_id', 'caller_code'],
    customerNumber: ['phone_number', 'phone', 'ani', 'caller', 'caller_id', 'from', 'dialed_number'],
    dnis: ['did_extension', 'did_pattern', 'did', 'dnis', 'to'],
    agent: ['user', 'agent', 'agent_user', 'agent_extension'],
    campaign: ['campaign', 'campaign_id', 'campaign_name'],
    skill: ['group', 'channel_group', 'ingroup'],
    // SQLdate is the server's local time without an offset, and so no moment.
    occurredAt: ['epoch'],
  },
  aliases: { lead_id: ['lead_id', 'lead'], uniqueid: ['uniqueid'] },
  // M and V are dialled. Source: CALLER_ID_NAME_CODES.txt.
  directionWhenUnsaid: (callId) => (/^[MV]/.test(callId) ? 'outbound' : 'inbound'),
  // The URL of a call that came in is fetched when the agent has it, that of a dialled one while it rings.
  eventWhenUnsaid: (direction) => (direction === 'outbound' ? 'call.ringing' : 'call.answered'),
};

/**
 * Reads a delivery of a Start Call URL, or of a Dispo Call URL with `event=ended`. It is a GET that nobody signs: whoever
 * knows the address can make one up, so it may be used only where the fallback with a secret in the URL is switched on.
 */
export function readStartCallUrl(payload: unknown, fieldMap: FieldMap = {}): ScreenPopEvent | undefined {
  const event = readMappedEvent(toFields(payload), fieldMap, START_CALL_URL);
  if (event?.direction !== 'outbound') return event;
  // The group of a call that was dialled is its campaign again.
  const { skill: _campaign, ...rest } = event;
  return rest;
}

/** Why `readStartCallUrl` gives none: the fields and what was expected of them, never a value. */
export function explainStartCallUrl(payload: unknown, fieldMap: FieldMap = {}): string | undefined {
  return explainMappedEvent(toFields(payload), fieldMap, START_CALL_URL);
}

function toFields(payload: unknown): unknown {
  if (typeof payload === 'string' || payload instanceof URLSearchParams) return Object.fromEntries(new URLSearchParams(payload));
  return payload;
}
