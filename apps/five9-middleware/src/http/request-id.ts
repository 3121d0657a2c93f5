import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

// Anything else could break log lines or headers.
const sane = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

/** The caller's own id for a request when it is sane, else a new one. */
export function requestIdOf(headers: IncomingHttpHeaders): string {
  for (const value of [headers['x-correlation-id'], headers['x-request-id']]) {
    if (typeof value === 'string' && sane.test(value)) return value;
  }
  return randomUUID();
}
