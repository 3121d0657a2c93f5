import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import type { RaceOutcome } from './measure/run-race.ts';
import type { SweepOutcome } from './measure/run-sweep.ts';

/** What was measured on. */
export interface Machine {
  readonly node: string;
  readonly system: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
}

/** A suite that was run. */
export interface SuiteOutcome {
  readonly suite: string;
  readonly title: string;
  /** `YYYY-MM-DD`. */
  readonly measuredOn: string;
  /** Short and few rounds: nothing to judge by. */
  readonly quick: boolean;
  readonly seconds: number;
  readonly races: readonly RaceOutcome[];
  readonly sweeps: readonly SweepOutcome[];
}

/** The file of `--json`, from which the documentation is written. */
export interface Results {
  readonly machine: Machine;
  readonly suites: readonly SuiteOutcome[];
}

/** This machine, without its name. */
export function describeMachine(): Machine {
  return {
    node: process.version,
    system: `${process.platform} ${process.arch}`,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
  };
}

/** @throws Error when there is no such file, or it is not one that was written here. */
export function readResults(file: string | URL): Results {
  const results = JSON.parse(readFileSync(file, 'utf8')) as Partial<Results>;
  if (results.machine === undefined || !Array.isArray(results.suites)) throw new Error(`${String(file)} holds no results`);
  return results as Results;
}

/**
 * Writes what was measured. Suites that the file has from this machine and that were not run again stay, so that one can be
 * run anew that was too noisy.
 *
 * @param order the names of all suites, in the order in which they are told
 */
export function writeResults(file: string, results: Results, order: readonly string[]): void {
  const before = existsSync(file) ? readResults(file) : undefined;
  const isSameMachine = JSON.stringify(before?.machine) === JSON.stringify(results.machine);
  const kept = isSameMachine ? (before?.suites ?? []) : [];
  const suites = order.flatMap((name) => {
    const found = results.suites.find(({ suite }) => suite === name) ?? kept.find(({ suite }) => suite === name);
    return found === undefined ? [] : [found];
  });
  // What is beyond four digits is noise, and would make every difference of two runs unreadable.
  const round = (_key: string, value: unknown): unknown => (typeof value === 'number' ? Number(value.toPrecision(4)) : value);
  writeFileSync(file, `${JSON.stringify({ ...results, suites }, round, 2)}\n`);
}
