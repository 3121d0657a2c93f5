import type { Clock } from '../runtime/clock.ts';
import { publishDiagnostic } from '../runtime/diagnostics.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Telemetry } from '../runtime/telemetry.ts';
import type { OriginRefusal } from './http-transport.ts';

/** Who is told of origins that fail. */
export interface OriginWatchServices {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly telemetry: Telemetry;
}

/** Tells when requests to an origin begin to be refused and when they no longer are: log lines, metrics, diagnostics. */
export class OriginWatch {
  readonly #services: OriginWatchServices;
  #openCount = 0;

  constructor(services: OriginWatchServices) {
    this.#services = services;
  }

  /** Its breaker opened: one line. */
  opened(origin: string, reason: string, retryInMs: number): void {
    this.#count(1);
    const fields = { origin, reason, retryAt: this.#in(retryInMs) };
    this.#services.logger.warn(fields, 'origin fails: requests to it are refused until it is tried again');
    publishDiagnostic('phone-switch.origin', () => ({ ...fields, state: 'open' }));
  }

  /** It was tried and failed again: a line for whoever looks closely, as this may go on for days. */
  openedAgain(origin: string, reason: string, retryInMs: number): void {
    const fields = { origin, reason, retryAt: this.#in(retryInMs) };
    this.#services.logger.debug(fields, 'origin still fails');
    publishDiagnostic('phone-switch.origin', () => ({ ...fields, state: 'open' }));
  }

  /** It answered: one line. */
  closed(origin: string): void {
    this.#count(-1);
    this.#services.logger.info({ origin }, 'origin answers again');
    publishDiagnostic('phone-switch.origin', () => ({ origin, state: 'closed' }));
  }

  refused(origin: string, reason: OriginRefusal['kind']): void {
    this.#services.telemetry.recordRefusedRequest(reason);
    publishDiagnostic('phone-switch.request-refused', () => ({ origin, reason }));
  }

  /** An origin whose breaker was open is no longer remembered. */
  forgotten(): void {
    this.#count(-1);
  }

  /** Nothing is watched any more. */
  close(): void {
    if (this.#openCount > 0) this.#count(-this.#openCount);
  }

  #count(change: number): void {
    this.#openCount += change;
    this.#services.telemetry.recordOpenOrigins(change);
  }

  #in(ms: number): Date {
    return new Date(this.#services.clock.now().getTime() + ms);
  }
}
