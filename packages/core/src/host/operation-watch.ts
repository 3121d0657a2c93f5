import type { BrandId } from '../call/ids.ts';
import { SwitchError } from '../errors/switch-error.ts';
import type { Clock } from '../runtime/clock.ts';
import { publishDiagnostic } from '../runtime/diagnostics.ts';
import type { Logger } from '../runtime/logger.ts';
import type { OperationObservation, Telemetry } from '../runtime/telemetry.ts';
import { OPERATIONS, type Operation } from '../switch/operation.ts';
import { findResultProblem } from '../switch/result-schemas.ts';
import { toOperationError } from './operation-error.ts';
import { toPlainResult } from './plain-result.ts';

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

  /** From here on the operation counts, and its time runs. */
  begin(operation: Operation, correlationId: string): WatchedOperation {
    return new WatchedOperation(this.#services, operation, correlationId);
  }
}

/** One operation under way; ends once, with a result or with an error. */
export class WatchedOperation {
  readonly #services: OperationWatchServices;
  readonly #operation: Operation;
  readonly #correlationId: string;
  readonly #startedAt: number;
  readonly #observation: OperationObservation;

  constructor(services: OperationWatchServices, operation: Operation, correlationId: string) {
    const { brandId, pluginId, clock, telemetry } = services;
    this.#services = services;
    this.#operation = operation;
    this.#correlationId = correlationId;
    this.#startedAt = clock.monotonicMs();
    this.#observation = telemetry.start(operation, { 'phone_switch.brand': brandId, 'phone_switch.plugin': pluginId });
  }

  /** Runs `work` with the operation's span as the active one. */
  run<T>(work: () => T): T {
    return this.#observation.run(work);
  }

  succeed(result: unknown): void {
    this.#tell(describeOutcome(result), undefined);
  }

  /** The error for whatever was thrown, with the context of the operation. */
  fail(thrown: unknown): SwitchError {
    const { brandId: brand, pluginId: plugin } = this.#services;
    const error = toOperationError(thrown, this.#operation, { plugin, brand, correlationId: this.#correlationId });
    this.#tell(error.code, error);
    return error;
  }

  #tell(outcome: string, error: SwitchError | undefined): void {
    const { brandId: brand, pluginId: plugin, logger, clock } = this.#services;
    const exactMs = clock.monotonicMs() - this.#startedAt;
    const failed = error !== undefined;
    this.#observation.end({ outcome, failed, durationMs: exactMs, ...(failed ? { effect: error.effect } : {}) });
    const durationMs = Math.round(exactMs);
    const fields = { operation: this.#operation, brand, plugin, correlationId: this.#correlationId, outcome, durationMs };
    publishDiagnostic('phone-switch.operation', () => ({ ...fields, failed }));
    if (failed) logger.warn({ ...fields, error: error.toJSON() }, 'operation failed');
    else logger.info(fields, 'operation done');
  }
}

/** A result's `status`, or an agent's `state`; a call that was looked for has neither. */
function describeOutcome(result: unknown): string {
  const { status, state } = (result ?? {}) as { readonly status?: unknown; readonly state?: unknown };
  const outcome = status ?? state;
  return typeof outcome === 'string' ? outcome : 'done';
}

/**
 * The same result as a plain object, held against the interface: a driver that answers something else has not told us what it did.
 *
 * @throws SwitchError `INTERNAL`, which a dial or a transfer tells as `OUTCOME_UNKNOWN`.
 */
export function checkResult<T>(operation: Operation, result: T): T {
  const plain = toPlainResult(operation, result);
  const problem = findResultProblem(operation, plain);
  if (problem === undefined) return plain;
  const effect = OPERATIONS[operation].idempotent && operation !== 'hangupCall' ? 'none' : 'unknown';
  throw new SwitchError('INTERNAL', {}, { effect, message: `The driver's result is not one of ${operation}: ${problem}.` });
}
