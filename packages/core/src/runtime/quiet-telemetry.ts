import type { Logger } from './logger.ts';
import { quietly } from './quietly.ts';
import type { OperationEnd, OperationObservation, Telemetry } from './telemetry.ts';

/**
 * The same telemetry, except that nothing it throws gets out, and that it decides neither whether an operation is done nor
 * what came of it. The logger is told the first time.
 */
export function quietTelemetry(telemetry: Telemetry, logger: Logger): Telemetry {
  let isTold = false;
  const onError = (error: unknown): void => {
    if (isTold) return;
    isTold = true;
    logger.error(
      { error: error instanceof Error ? error.message : typeof error },
      'telemetry threw: spans and metrics are incomplete; told once',
    );
  };
  return {
    start(operation, attributes) {
      try {
        return new QuietObservation(telemetry.start(operation, attributes), onError);
      } catch (error) {
        onError(error);
        return UNOBSERVED;
      }
    },
    recordDelivery: (end) => quietly(() => telemetry.recordDelivery(end), onError),
    recordRefusedRequest: (reason) => quietly(() => telemetry.recordRefusedRequest(reason), onError),
    recordOpenOrigins: (change) => quietly(() => telemetry.recordOpenOrigins(change), onError),
  };
}

const UNOBSERVED: OperationObservation = { run: (work) => work(), end: () => {} };

type Outcome<T> =
  | { readonly failed: false; readonly result: T }
  | { readonly failed: true; readonly result?: undefined; readonly thrown: unknown };

class QuietObservation implements OperationObservation {
  readonly #observation: OperationObservation;
  readonly #onError: (error: unknown) => void;

  constructor(observation: OperationObservation, onError: (error: unknown) => void) {
    this.#observation = observation;
    this.#onError = onError;
  }

  run<T>(work: () => T): T {
    let outcome: Outcome<T> | undefined;
    // Once, however often it is asked to and if only later: what it runs may be a dial.
    const once = (): T => resultOf((outcome ??= attempt(work)));
    try {
      const observed: unknown = this.#observation.run(once);
      // A promise of its own is rejected like the operation's, and nobody else would see to it.
      if (observed instanceof Promise && observed !== outcome?.result) observed.catch(ignore);
    } catch (error) {
      if (outcome?.failed !== true) this.#onError(error);
    }
    return once();
  }

  end(end: OperationEnd): void {
    try {
      this.#observation.end(end);
    } catch (error) {
      this.#onError(error);
    }
  }
}

function attempt<T>(work: () => T): Outcome<T> {
  try {
    return { failed: false, result: work() };
  } catch (thrown) {
    return { failed: true, thrown };
  }
}

function resultOf<T>(outcome: Outcome<T>): T {
  if (outcome.failed) throw outcome.thrown;
  return outcome.result;
}

function ignore(): void {}
