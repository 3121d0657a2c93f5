import { readPayloadKind } from '../reading/read-payload.ts';
import type { DeliveryVerification } from '../settings/screen-pop-settings.ts';
import type { DeliveryReason } from './delivery-answers.ts';
import type { IncomingDelivery } from './incoming-delivery.ts';

const NO_BODY = new Uint8Array(0);

/**
 * What can be refused by the head alone, before anything of the body is read: method, content type and size.
 *
 * @param verification undefined where the path names no brand: then it looks like a brand that has its deliveries signed
 */
export function checkHead(
  incoming: IncomingDelivery,
  verification: DeliveryVerification | undefined,
  maxBytes: number,
): DeliveryReason | undefined {
  if (!isMethodTaken(incoming.method, verification)) return 'method_not_allowed';
  const { method, query, header } = incoming;
  // A charset that is not read is told later, to a sender that is believed.
  if (readPayloadKind({ method, query, header, body: NO_BODY }) === 'content_type_unsupported') return 'content_type_unsupported';
  const encoding = header('content-encoding');
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') return 'content_encoding_unsupported';
  return Number(header('content-length') ?? 0) > maxBytes ? 'body_too_large' : undefined;
}

// A signature is over the body, so a query cannot be signed: a GET is for telephony that shares a secret.
function isMethodTaken(method: string, verification: DeliveryVerification | undefined): boolean {
  if (method === 'POST') return true;
  return method === 'GET' && verification?.kind === 'shared_secret';
}
