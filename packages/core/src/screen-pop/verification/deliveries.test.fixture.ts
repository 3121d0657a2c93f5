import type { Delivery } from '../delivery.ts';

/** What a test's delivery differs in from a POST of JSON. */
export interface DeliveryParts {
  readonly method?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

/** A delivery as a receiver would hand it on: header names in lower case. */
export function aDelivery({ method = 'POST', query = '', headers = {}, body = '' }: DeliveryParts): Delivery {
  const known = new Map(Object.entries({ 'content-type': 'application/json', ...headers }));
  return { method, query, header: (name) => known.get(name), body: typeof body === 'string' ? Buffer.from(body) : body };
}
