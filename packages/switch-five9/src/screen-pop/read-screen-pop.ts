import {
  type AgentExtension,
  type CallId,
  parseAgentExtension,
  parseCallId,
  type ScreenPopEvent,
} from '@elasticfunnels/switch-core';
import { type ScreenPopMessage, screenPopMessage } from './screen-pop-message.ts';

/**
 * A middleware's screen pop as the canonical event; undefined when the payload is not one. Null is as good as absent, and
 * fields that we do not know are passed over.
 */
export function readScreenPop(payload: unknown): ScreenPopEvent | undefined {
  const read = screenPopMessage.safeParse(payload);
  if (!read.success) return undefined;
  const ids = readIds(read.data);
  return ids === undefined ? undefined : toEvent(read.data, ids);
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
