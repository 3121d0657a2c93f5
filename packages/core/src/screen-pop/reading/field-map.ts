/** The parts of a screen pop that a delivery may name as it likes. */
export type MappedField =
  | 'event'
  | 'eventId'
  | 'callId'
  | 'direction'
  /** Who calls. Which of the two is the customer's follows from the direction. */
  | 'ani'
  /** Who is called. */
  | 'dnis'
  /** The customer's number where the delivery says so by itself, whatever the direction. */
  | 'customerNumber'
  | 'agent'
  | 'campaign'
  | 'skill'
  | 'occurredAt';

/** For each part the names to look under, the first that says something wins; `call.ani` reaches inside. */
export type FieldMap = Readonly<Partial<Record<MappedField, readonly string[]>>>;

/**
 * The names that are looked under when neither the brand nor the vendor has said others. Case, `-`, `_` and spaces make no
 * difference: `call_id` is also `callId`, `CallID` and `call-id`.
 *
 * What is left out on purpose: a `session_id`, which outlives the call and is not what commands take; an `agent_id`, which
 * is rarely the extension that screens are listened to by, so that the pop would reach nobody instead of the queue.
 */
export const DEFAULT_FIELD_MAP: Readonly<Record<MappedField, readonly string[]>> = {
  event: ['event', 'event_type', 'event_name', 'call_event', 'call_state', 'call.event', 'call.state', 'trigger'],
  eventId: ['event_id', 'event.id'],
  callId: ['call_id', 'call.call_id', 'call.id', 'interaction_id', 'interaction.id'],
  direction: ['direction', 'call_direction', 'call.direction', 'call_type', 'call.type'],
  ani: ['ani', 'from', 'caller', 'caller_id', 'caller_number', 'calling_number', 'call.ani', 'call.from', 'call.caller'],
  dnis: [
    'dnis',
    'to',
    'did',
    'called',
    'called_number',
    'dialled_number',
    'dialed_number',
    'destination',
    'call.dnis',
    'call.to',
    'call.called',
  ],
  customerNumber: ['customer_number', 'customer_phone', 'customer.number', 'customer.phone', 'phone', 'phone_number'],
  agent: ['agent_extension', 'agent.extension', 'extension', 'agent'],
  campaign: ['campaign', 'campaign_name', 'campaign.name', 'call.campaign', 'call.campaign_name', 'campaign_id'],
  skill: ['skill', 'skill_name', 'skill.name', 'call.skill', 'call.skill_name', 'skill_id', 'queue', 'queue_name'],
  occurredAt: ['occurred_at', 'timestamp', 'event_time', 'time', 'epoch'],
};
