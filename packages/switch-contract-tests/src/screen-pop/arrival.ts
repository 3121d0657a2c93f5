import type { Delivery, Verification } from '@elasticfunnels/switch-core';
import { parseObject } from '../verify/wire/exchange.ts';

/** How the receiver answers a delivery. */
export type Reply =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterSeconds?: number }
  /** No answer, until the sender gives up; after so many milliseconds the connection is cut. */
  | { readonly kind: 'silence'; readonly forMs: number };

/** One delivery as it came: an HTTP attempt, whole. */
export interface Arrival {
  readonly delivery: Delivery;
  /** By the wall clock of this machine: what the timestamp is held against. */
  readonly at: Date;
  /** By the monotonic clock: what waits are measured with. */
  readonly atMs: number;
  /** The body was cut off at the receiver's limit. */
  readonly tooLarge: boolean;
  /** What the platform's own verifier said of it, at that moment. */
  readonly verification: Verification;
}

/** A delivery that was decided on: what was answered, and how that ended. */
export interface Attempt {
  readonly arrival: Arrival;
  readonly reply: Reply;
  /** When the answer was out, or the silence over; undefined while it lasts. By the monotonic clock. */
  endedMs: number | undefined;
  /** The sender closed the connection before it was answered. */
  gaveUp: boolean;
}

/** The platform takes it. */
export const TAKEN: Reply = { kind: 'status', status: 200 };

/** Whether a reply says that the delivery was taken. */
export function isTaken(reply: Reply): boolean {
  return reply.kind === 'status' && reply.status >= 200 && reply.status <= 299;
}

/** The payload of a delivery as a JSON object, whatever it is labelled; undefined for everything else. */
export function payloadOf({ delivery }: Pick<Arrival, 'delivery'>): Readonly<Record<string, unknown>> | undefined {
  return parseObject(Buffer.from(delivery.body).toString('utf8'));
}

/** The call that a delivery is about, as text; also where it came as a number. */
export function callIdOf(arrival: Pick<Arrival, 'delivery'>): string | undefined {
  const callId = payloadOf(arrival)?.['call_id'];
  return typeof callId === 'number' || (typeof callId === 'string' && callId !== '') ? String(callId) : undefined;
}

/** What happened to the call, in the sender's word. */
export function eventNameOf(arrival: Pick<Arrival, 'delivery'>): string | undefined {
  const event = payloadOf(arrival)?.['event'];
  return typeof event === 'string' ? event : undefined;
}

/**
 * What makes two deliveries attempts of one event. By what they say, not by their ids: an id that changes is what is looked
 * for. Only what says nothing is told apart by its id, and by its bytes.
 */
export function eventKeyOf(arrival: Pick<Arrival, 'delivery'>): string {
  const callId = callIdOf(arrival);
  if (callId !== undefined) return `call ${callId} ${eventNameOf(arrival) ?? ''}`;
  const { header, body } = arrival.delivery;
  return header('webhook-id') ?? Buffer.from(body).toString('latin1');
}
