import type { MappedEventOptions } from '@elasticfunnels/switch-core';

/**
 * What a Five9 web connector sends when its parameters are called after the variables that fill them in, with the group
 * (`Call.ANI`) or without it (`ANI`); the numbers, the ids, the campaign and the skill have names that every switch's have.
 *
 * A connector has no trigger for a call that rings: it is `OnCallAccepted` that pops a screen. `Call.session_id` outlives the
 * call and is on its recordings, but is not what commands take, so it is an alias. Who the agent is, a variable says only by
 * Five9's own names for people, and the connector's administrator in a parameter `agent_extension`.
 *
 * Source: Five9's Configuration Web Services, `webConnector` and `webConnectorTriggerType` (GET or POST, parameters with
 * constant values or with placeholders such as `@Call.ANI@`), and deliveries of live domains in public code.
 */
export const WEB_CONNECTOR: MappedEventOptions = {
  names: { direction: ['Call.type_name', 'type_name'], callId: ['Call.call_id'] },
  aliases: { session_id: ['Call.session_id', 'session_id'] },
  eventWhenUnsaid: () => 'call.answered',
};
