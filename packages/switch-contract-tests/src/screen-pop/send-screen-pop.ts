import { randomUUID } from 'node:crypto';
import { Secret, signDelivery } from '@elasticfunnels/switch-core';
import type { ScreenPopMessage } from '@elasticfunnels/switch-five9';
import { sendRequest, type WireAnswer, type WireFailure } from '../verify/wire/send-request.ts';

/** One screen pop that is sent. */
export interface OutgoingScreenPop {
  readonly to: URL;
  readonly secret: string;
  /** The secret is shown in this header instead of signing. */
  readonly sharedSecretHeader?: string;
  /** The delivery's id; a new one unless the delivery is sent again. */
  readonly id: string;
  readonly message: ScreenPopMessage;
  readonly timeoutMs: number;
}

/** What a person may say of a screen pop; the rest is made up. */
export interface ScreenPopDraft {
  readonly event: ScreenPopMessage['event'];
  readonly id?: string | undefined;
  readonly callId?: string | undefined;
  readonly from?: string | undefined;
  /** Undefined: for the brand's queue. */
  readonly agent?: string | undefined;
}

/** The canonical message of an inbound call that rings now. */
export function draftScreenPop({ event, id, callId, from, agent }: ScreenPopDraft): ScreenPopMessage {
  return {
    event,
    event_id: id ?? randomUUID(),
    call_id: callId ?? String(3e14 + Math.floor(Math.random() * 1e9)),
    direction: 'inbound',
    customer_number: from ?? '+15557654321',
    ...(agent === undefined ? {} : { agent: { extension: agent } }),
    occurred_at: new Date().toISOString(),
    attributes: {},
  };
}

/** Sends it once, signed. @throws SwitchError `ARGUMENT_INVALID` for an id or a secret that cannot sign. */
export async function sendScreenPop(pop: OutgoingScreenPop): Promise<WireAnswer | WireFailure> {
  const { to, id, secret, sharedSecretHeader, message, timeoutMs } = pop;
  const body = JSON.stringify(message);
  const proof =
    sharedSecretHeader === undefined
      ? signDelivery(new Secret(secret), { id, timestamp: new Date(), body })
      : { 'webhook-id': id, [sharedSecretHeader]: sharedSecretHeader === 'authorization' ? `Bearer ${secret}` : secret };
  const headers = { 'content-type': 'application/json', 'user-agent': 'switch-contract', ...proof };
  return sendRequest({ method: 'POST', url: to, headers, body }, { timeoutMs, certificateAuthorities: [] });
}
