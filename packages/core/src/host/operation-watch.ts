import type { BrandId } from '../call/ids.ts';
import { SwitchError } from '../errors/switch-error.ts';
import type { Clock } from '../runtime/clock.ts';
import { publishDiagnostic } from '../runtime/diagnostics.ts';
import type { Logger } from '../runtime/logger.ts';
import type { OperationObservation, Telemetry } from '../runtime/telemetry.ts';
import { OPERATIONS, type Operation } from '../switch/operation.ts';
import { findResultProblem } from '../switch/result-schemas.ts';
import { toOperationError } from './operation-error.ts';

/** Whose operations are watched, and who is told. */
export interface OperationWatchServices {
  readonly brandId: BrandId;
  readonly pluginId: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly telemetry: Telemetry;
}

/** Sees every operation of a switch from its start to its end: spans, metrics, log lines, diagnostics, errors. */
export class OperationWatch {
  readonly #services: OperationWatchServices;

  constructor(services: OperationWatchServices) {
    this.#services = services;
  }

  /** @throws SwitchError for whatever `work` throws, with the context of the operation. */
  async observe<T>(operation: Operation, correlationId: string, work: () => Promise<T>): Promise<T> {
    const { brandId, pluginId, clock, telemetry } = this.#services;
    const startedAt = clock.monotonicMs();
    const observation = telemetry.start(operation, { 'phone_switch.brand': brandId, 'phone_switch.plugin': pluginId });
    const end = (outcome: string, error?: SwitchError): void =>
      this.#tell(observation, { operation, correlationId, outcome, error, durationMs: clock.monotonicMs() - startedAt });
    try {
      const result = await observation.run(work);
      end(describeOutcome(result));
      return result;
    } catch (thrown) {
      const error = toOperationError(thrown, operation, { plugin: pluginId, brand: brandId, correlationId });
      end(error.code, error);
      throw error;
    }
  }

  #tell(observation: OperationObservation, told: Told): void {
    const { brandId: brand, pluginId: plugin, logger } = this.#services;
    const { operation, correlationId, outcome, error, durationMs } = told;
    const failed = error !== undefined;
    observation.end({ outcome, failed, durationMs, ...(failed ? { effect: error.effect } : {}) });
    const fields = { operation, brand, plugin, correlationId, outcome, durationMs: Math.round(durationMs) };
    publishDiagnostic('phone-switch.operation', () => ({ ...fields, failed }));
    if (failed) logger.warn({ ...fields, error: error.toJSON() }, 'operation failed');
    else logger.info(fields, 'operation done');
  }
}

interface Told {
  readonly operation: Operation;
  readonly correlationId: string;
  readonly outcome: string;
  readonly error: SwitchError | undefined;
  readonly durationMs: number;
}

function describeOutcome(result: unknown): string {
  if (typeof result !== 'object' || result === null) return 'done';
  if ('status' in result && typeof result.status === 'string') return result.status;
  return 'state' in result && typeof result.state === 'string' ? result.state : 'done';
}

/**
 * The same result, held against the interface: a driver that answers something else has not told us what it did.
 *
 * @throws SwitchError `INTERNAL`, which a dial or a transfer tells as `OUTCOME_UNKNOWN`.
 */
export function checkResult<T>(operation: Operation, result: T): T {
  const problem = findResultProblem(operation, result);
  if (problem === undefined) return result;
  const effect = OPERATIONS[operation].idempotent && operation !== 'hangupCall' ? 'none' : 'unknown';
  throw new SwitchError('INTERNAL', {}, { effect, message: `The driver's result is not one of ${operation}: ${problem}.` });
}
