import { faultCatalogue, type FaultMoment, type FaultName } from './fault-catalogue.ts';

/** How a fault is limited. */
export interface FaultOptions {
  /** Strikes only this function; by default those that the catalogue lists. */
  readonly function?: string;
  /** Strikes this often, then switches itself off; by default until switched off. */
  readonly times?: number;
  /** Milliseconds, for the faults that take time. */
  readonly delayMs?: number;
}

/** A fault that is switched on. */
export interface ActiveFault {
  readonly name: FaultName;
  /** Absent: any. */
  readonly functions?: readonly string[];
  /** Absent: without end. */
  readonly remaining?: number;
  readonly delayMs: number;
}

/**
 * The named faults that a test or a person has switched on.
 *
 * @example
 * const faults = new FaultBoard();
 * faults.switchOn('reset-after-dial', { times: 1 });
 */
export class FaultBoard {
  readonly #active = new Map<FaultName, ActiveFault>();
  readonly #occurred = new Map<FaultName, number>();

  /** Switches a fault on, in place of an earlier setting of the same name; throws RangeError for a bad limit. */
  switchOn(name: FaultName, options: FaultOptions = {}): void {
    const description = faultCatalogue[name];
    const { times, delayMs = description.delayMs ?? 0 } = options;
    if (times !== undefined && !(Number.isInteger(times) && times > 0)) {
      throw new RangeError('times must be a whole number above 0');
    }
    if (!(delayMs >= 0)) throw new RangeError('delayMs must be 0 or more');
    const functions = options.function === undefined ? description.functions : [options.function];
    this.#active.set(name, {
      name,
      delayMs,
      ...(functions === undefined ? {} : { functions }),
      ...(times === undefined ? {} : { remaining: times }),
    });
  }

  /** Switches one fault off, or all of them. */
  switchOff(name?: FaultName): void {
    if (name === undefined) this.#active.clear();
    else this.#active.delete(name);
  }

  /** The faults that are switched on, in the order in which they were. */
  list(): readonly ActiveFault[] {
    return [...this.#active.values()];
  }

  /** How often a fault has struck so far. */
  occurrences(name: FaultName): number {
    return this.#occurred.get(name) ?? 0;
  }

  /** Takes the first fault that strikes a function at a moment, and counts it. */
  take(apiFunction: string, moment: FaultMoment): ActiveFault | undefined {
    const fault = this.list().find(
      ({ name, functions }) => faultCatalogue[name].moment === moment && (functions?.includes(apiFunction) ?? true),
    );
    if (fault === undefined) return undefined;
    this.#occurred.set(fault.name, this.occurrences(fault.name) + 1);
    if (fault.remaining === 1) this.#active.delete(fault.name);
    else if (fault.remaining !== undefined) this.#active.set(fault.name, { ...fault, remaining: fault.remaining - 1 });
    return fault;
  }
}
