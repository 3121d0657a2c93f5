import { DELIVERY_ANSWERS, maskNumber, type PhoneNumber, type ScreenPopEvent } from '@elasticfunnels/switch-core';
import type { Showing } from './describe-delivery.ts';
import { diagnoseCustomer } from './diagnose-customer.ts';
import { findAdvice } from './refusal-advice.ts';
import type { SeenDelivery } from './seen-delivery.ts';

/** One delivery for a machine. Absent is what is not known. */
export function toDeliveryJson(seen: SeenDelivery, showing: Showing): object {
  const { arrival, report } = seen;
  const { status, outcome, reason, detail, source, deliveryId, proof, event, number, customer, durationMs } = report;
  const isDone = outcome === 'published' || outcome === 'duplicate';
  return {
    type: 'delivery',
    at: arrival.at.toISOString(),
    status,
    outcome,
    reason,
    ...(isDone ? {} : { meaning: DELIVERY_ANSWERS[reason].meaning, detail, next: findAdvice(seen) }),
    request: { method: arrival.method, path: arrival.path, source },
    proof,
    clockBehindSeconds: arrival.clockBehindSeconds,
    deliveryId,
    event: event && toEventJson(event, showing.mask),
    number: number && toNumberJson(number, showing.mask),
    customer,
    diagnosis: diagnoseCustomer(report, showing),
    callState: arrival.entry?.callState,
    late: arrival.entry?.late,
    durationMs: Math.round(durationMs * 10) / 10,
  };
}

/** Attributes may hold whatever the telephony knows, and are left out. */
function toEventJson({ attributes: _attributes, ...event }: ScreenPopEvent, mask: boolean): object {
  if (!mask) return event;
  const { customerNumber, dialledNumber } = event;
  return {
    ...event,
    ...(customerNumber === undefined ? {} : { customerNumber: maskNumber(customerNumber) }),
    ...(dialledNumber === undefined ? {} : { dialledNumber: maskNumber(dialledNumber) }),
  };
}

function toNumberJson(number: PhoneNumber, mask: boolean): object {
  if (!mask) return number;
  const fields: Readonly<Record<string, string>> = { ...number };
  return Object.fromEntries(
    Object.entries(fields).map(([name, text]) => [name, name === 'kind' || name === 'region' ? text : maskNumber(text)]),
  );
}
