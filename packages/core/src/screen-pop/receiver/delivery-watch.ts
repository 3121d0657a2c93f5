import type { BrandId } from '../../call/ids.ts';
import type { PhoneNumber } from '../../call/phone-number.ts';
import type { Clock } from '../../runtime/clock.ts';
import { type Logger, type LogMethod, silentLogger } from '../../runtime/logger.ts';
import { quietly } from '../../runtime/quietly.ts';
import type { Telemetry } from '../../runtime/telemetry.ts';
import type { CustomerMatch } from '../customers/customer-directory.ts';
import type { DeliveryProof } from '../screen-pop.ts';
import type { ScreenPopEvent } from '../screen-pop-event.ts';
import { DELIVERY_ANSWERS, type DeliveryAnswer, type DeliveryReason } from './delivery-answers.ts';
import type { DeliveryReport } from './delivery-report.ts';
import { describeError } from './describe-error.ts';
import { type Trouble, TroubleLog } from './trouble-log.ts';

/** What has been found out about a delivery so far. */
export interface DeliveryFacts {
  readonly startedAtMs: number;
  source: string;
  brand?: BrandId;
  detail?: string;
  deliveryId?: string;
  proof?: DeliveryProof;
  event?: ScreenPopEvent;
  number?: PhoneNumber;
  customer?: CustomerMatch;
  entryId?: string;
}

/** Whom a watch tells. */
export interface DeliveryWatchServices {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly telemetry: Telemetry;
  readonly onDelivery?: ((report: DeliveryReport) => void | Promise<void>) | undefined;
}

/** Tells metrics, log and observer of each delivery. None of them can make a delivery fail. */
export class DeliveryWatch {
  readonly #services: DeliveryWatchServices;
  readonly #troubles: TroubleLog;

  constructor(services: DeliveryWatchServices) {
    this.#services = services;
    this.#troubles = new TroubleLog(services.logger, services.clock);
  }

  /** How the delivery is answered. */
  answered(reason: DeliveryReason, facts: DeliveryFacts): DeliveryAnswer {
    const answer = DELIVERY_ANSWERS[reason];
    const { clock, telemetry, onDelivery } = this.#services;
    const durationMs = clock.monotonicMs() - facts.startedAtMs;
    this.#log(reason, facts, answer);
    this.#quietly('telemetry', () => telemetry.recordDelivery({ outcome: answer.outcome, reason, durationMs }));
    if (onDelivery !== undefined) this.#quietly('onDelivery', () => onDelivery(toReport(reason, facts, durationMs)));
    return answer;
  }

  /** Something failed that the delivery outlives, or that its answer says nothing about. */
  failed(reason: string, error: unknown, facts: DeliveryFacts): void {
    const { brand, source } = facts;
    const trouble: Trouble = { level: 'error', message: 'screen pop trouble', reason, source };
    this.#troubles.tell(brand === undefined ? trouble : { ...trouble, brand }, () => ({ error: describeError(error) }));
  }

  /** For looking customers up: a directory that is down tells so once a minute, and not once a call. */
  asLogger(): Logger {
    const toMethod =
      (level: Trouble['level']): LogMethod =>
      ({ reason, brand, ...fields }, message) =>
        this.#troubles.tell({ level, message, brand: String(brand), reason: String(reason) }, () => fields);
    return { ...silentLogger, warn: toMethod('warn'), error: toMethod('error') };
  }

  #log(
    reason: DeliveryReason,
    { brand, source, event, deliveryId, customer, detail }: DeliveryFacts,
    answer: DeliveryAnswer,
  ): void {
    if (answer.outcome === 'published' || answer.outcome === 'duplicate') {
      const { logger } = this.#services;
      const fields = { brand, event: event?.event, callId: event?.callId, deliveryId, customer: customer?.status };
      this.#quietly('logger', () => logger.info(fields, `screen pop ${answer.outcome}`));
      return;
    }
    const { status, outcome } = answer;
    const level = outcome === 'failed' ? 'error' : 'warn';
    const trouble: Trouble = { level, message: `screen pop ${outcome}`, reason, source };
    const fields = detail === undefined ? { status } : { status, detail };
    this.#troubles.tell(brand === undefined ? trouble : { ...trouble, brand }, () => fields);
  }

  #quietly(what: string, tell: () => unknown): void {
    quietly(tell, (error) => {
      const trouble: Trouble = { level: 'error', message: 'screen pop trouble', reason: `${what}_threw` };
      this.#troubles.tell(trouble, () => ({ error: describeError(error) }));
    });
  }
}

function toReport(reason: DeliveryReason, facts: DeliveryFacts, durationMs: number): DeliveryReport {
  const { status, outcome } = DELIVERY_ANSWERS[reason];
  const { startedAtMs: _startedAtMs, ...found } = facts;
  return { ...found, status, outcome, reason, durationMs };
}
