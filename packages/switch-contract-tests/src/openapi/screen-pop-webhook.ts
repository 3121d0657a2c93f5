import { EXAMPLES } from '../catalogue/examples.ts';
import type { Json } from '../pact/pact-file.ts';

const header = (name: string, description: string): Json => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
});

/** A screen pop as it stands on the wire. */
export const SCREEN_POP_EXAMPLE: Json = {
  event: 'call.ringing',
  event_id: '0b8f3c1e-1111-4222-8333-444455556666',
  call_id: EXAMPLES.callId,
  aliases: { session_id: '8406C3C0A6884C029E73FE1F8D84EF5F' },
  direction: 'inbound',
  customer_number: '+15557654321',
  dialled_number: '+18005550100',
  agent: { extension: EXAMPLES.agentExtension },
  campaign: 'support',
  skill: '502',
  occurred_at: '2026-01-05T09:00:00.000Z',
  attributes: {},
};

/** What the middleware sends to the platform when a customer calls. @see https://www.standardwebhooks.com */
export const SCREEN_POP_WEBHOOK: Json = {
  post: {
    operationId: 'screenPop',
    summary: 'Show an agent who is calling',
    description:
      'Sent by the middleware, signed by Standard Webhooks over the raw bytes. Try again, with the same webhook-id, until a 2xx.',
    security: [],
    parameters: [
      header('webhook-id', 'The id of the delivery: the same in every attempt.'),
      header('webhook-timestamp', 'Seconds since 1970; within five minutes of now.'),
      header('webhook-signature', '`v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`.'),
    ],
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/screen-pop' }, example: SCREEN_POP_EXAMPLE } },
    },
    responses: {
      '200': { description: 'Taken, or taken before.' },
      '401': { description: 'The signature is not good. Do not try again.' },
      '503': { description: 'Not taken: send it again.' },
    },
  },
};
