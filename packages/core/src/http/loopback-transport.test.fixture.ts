import { type HttpAnswer, TransportFailure, type TransportRequest } from './http-transport.ts';
import { LOOPBACK_ALLOWED } from './network-policy.ts';
import { UndiciTransport, type UndiciTransportOptions } from './undici-transport.ts';

/** A transport that may reach this machine, and closes at the end of its scope. */
export function loopbackTransport(options: UndiciTransportOptions = {}): UndiciTransport & AsyncDisposable {
  const transport = new UndiciTransport({ policy: LOOPBACK_ALLOWED, ...options });
  return Object.assign(transport, { [Symbol.asyncDispose]: () => transport.close() });
}

/** A dial as a driver sends it, with five seconds for it. */
export function post(url: URL, more: Partial<TransportRequest> = {}): TransportRequest {
  const headers = { 'content-type': 'application/json' };
  return { method: 'POST', url, headers, body: '{"destination":"1"}', timeoutMs: 5_000, ...more };
}

/** The failure that a request ended in. */
export async function failureOf(answer: Promise<HttpAnswer>): Promise<TransportFailure> {
  try {
    const { status } = await answer;
    throw new Error(`There was an answer, of status ${status}.`);
  } catch (error) {
    if (error instanceof TransportFailure) return error;
    throw error;
  }
}
