import {
  type AgentExtension,
  type CallId,
  explainMappedEvent,
  type FieldMap,
  parseAgentExtension,
  parseCallId,
  readMappedEvent,
  type ScreenPopEvent,
} from '@elasticfunnels/switch-core';
import { EXPECTED_OF_FIELDS } from './expected-of-fields.ts';
import { type ScreenPopMessage, SCREEN_POP_EVENTS, screenPopMessage } from './screen-pop-message.ts';
import { WEB_CONNECTOR } from './web-connector.ts';

/**
 * A screen pop as the canonical event; undefined when the payload is not one. It is read as a middleware's message first, and
 * then by names, as a web connector sends it. Of a message, null is as good as absent, and fields that we do not know are
 * passed over.
 *
 * A payload with a `call_id` and one of our words for its event (`call.ringing`) says that it is a message: when it breaks the
 * message's contract it is none, and nobody guesses what it may have meant. Only where the brand has named fields of its own
 * is it read by those after all.
 */
export function readScreenPop(payload: unknown, fieldMap: FieldMap): ScreenPopEvent | undefined {
  const read = readMessage(payload);
  if ('event' in read) return read.event;
  return isBoundToMessage(payload, fieldMap) ? undefined : readMappedEvent(payload, fieldMap, WEB_CONNECTOR);
}

/** Why `readScreenPop` gives none: the fields and what was expected of them, never a value. */
export function explainScreenPop(payload: unknown, fieldMap: FieldMap): string | undefined {
  const read = readMessage(payload);
  if ('event' in read) return undefined;
  if (!isBoundToMessage(payload, fieldMap)) return explainMappedEvent(payload, fieldMap, WEB_CONNECTOR);
  return `${read.describe().join('; ')}. Its call_id and event are those of the screen-pop message, so it is read as nothing else.`;
}

/** Whether the payload must be a message, and must not be read by names. */
function isBoundToMessage(payload: unknown, fieldMap: FieldMap): boolean {
  if (Object.values(fieldMap).some((names) => names.length > 0)) return false;
  if (typeof payload !== 'object' || payload === null) return false;
  if (!Object.hasOwn(payload, 'call_id') || !Object.hasOwn(payload, 'event')) return false;
  const { event } = payload as { readonly event: unknown };
  return SCREEN_POP_EVENTS.some((name) => name === event);
}

/** Described only when asked for: most that is no message is a web connector's. */
type MessageReading = { readonly event: ScreenPopEvent } | { readonly describe: () => readonly string[] };

function readMessage(payload: unknown): MessageReading {
  const read = screenPopMessage.safeParse(payload);
  if (!read.success) return { describe: () => describeIssues(read.error.issues, payload) };
  const ids = readIds(read.data);
  if (ids === undefined) return { describe: () => ['call_id or agent.extension is not one that a command would take'] };
  return { event: toEvent(read.data, ids) };
}

/** By the message's own names: in `aliases` and `attributes` the sender chooses them, so they could hold anything. */
function describeIssues(issues: readonly { readonly path: readonly PropertyKey[] }[], payload: unknown): readonly string[] {
  const wrong = new Set(
    issues.map(({ path }) =>
      path
        .slice(0, path[0] === 'agent' ? 2 : 1)
        .map(String)
        .join('.'),
    ),
  );
  return Object.entries(EXPECTED_OF_FIELDS)
    .filter(([field]) => wrong.has(field))
    .map(([field, expected]) => {
      const value = field.split('.').reduce<unknown>(memberOf, payload);
      return value === undefined ? `${field} is missing, and must be ${expected}` : `${field} must be ${expected}`;
    });
}

function memberOf(value: unknown, name: string): unknown {
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

interface Ids {
  readonly callId: CallId;
  readonly agent?: { readonly extension: AgentExtension };
}

/** Ids that later commands would refuse are no ids. */
function readIds({ call_id: callId, agent }: ScreenPopMessage): Ids | undefined {
  try {
    return {
      callId: parseCallId(callId),
      ...(agent == null ? {} : { agent: { extension: parseAgentExtension(agent.extension) } }),
    };
  } catch {
    return undefined;
  }
}

function toEvent(message: ScreenPopMessage, ids: Ids): ScreenPopEvent {
  const { event, direction, occurred_at: occurredAt, attributes, aliases } = message;
  const { event_id: eventId, customer_number: customerNumber, dialled_number: dialledNumber, campaign, skill } = message;
  return {
    event,
    direction,
    ...ids,
    occurredAt: new Date(occurredAt),
    attributes: attributes ?? {},
    ...(eventId == null ? {} : { eventId }),
    ...(aliases == null ? {} : { aliases }),
    ...(customerNumber == null ? {} : { customerNumber }),
    ...(dialledNumber == null ? {} : { dialledNumber }),
    ...(campaign == null ? {} : { campaign }),
    ...(skill == null ? {} : { skill }),
  };
}
