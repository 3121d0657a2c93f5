import { SwitchError } from '@elasticfunnels/switch-core';
import { oneLine } from '../cli/one-line.ts';
import { styled, type Terminal } from '../cli/terminal.ts';

/** What became of one step of the main job. */
export interface StepReport {
  readonly name: string;
  readonly ok: boolean;
  readonly durationMs: number;
  /** What was seen, or why the step failed. */
  readonly saw: string;
  readonly proves: string;
}

/** Goes through the main job's steps and tells of each in one line. */
export class MainJob {
  readonly #terminal: Terminal;
  readonly #quiet: boolean;
  readonly #reports: StepReport[] = [];

  constructor(terminal: Terminal, quiet: boolean) {
    this.#terminal = terminal;
    this.#quiet = quiet;
  }

  get reports(): readonly StepReport[] {
    return this.#reports;
  }

  get succeeded(): boolean {
    return this.#reports.length > 0 && this.#reports.every(({ ok }) => ok);
  }

  /** A line between the steps. */
  say(line: string): void {
    if (!this.#quiet) this.#terminal.stdout.write(`${line}\n`);
  }

  /** One step: `work` returns what was seen, and throws when the step does not prove what it should. */
  async step<T>(name: string, proves: string, work: () => Promise<readonly [saw: string, value: T]>): Promise<T> {
    const startedAt = performance.now();
    try {
      const [saw, value] = await work();
      this.#tell({ name, proves, saw, ok: true, durationMs: Math.round(performance.now() - startedAt) });
      return value;
    } catch (error) {
      this.#tell({ name, proves, saw: describeError(error), ok: false, durationMs: Math.round(performance.now() - startedAt) });
      throw error;
    }
  }

  #tell(report: StepReport): void {
    this.#reports.push(report);
    const { name, ok, durationMs, saw, proves } = report;
    const mark = ok ? styled(this.#terminal, 'green', '✓') : styled(this.#terminal, 'red', '✗');
    const time = `${durationMs} ms`.padStart(8);
    this.say(`${mark} ${name.padEnd(16)} ${time}  ${oneLine(saw)} ${styled(this.#terminal, 'dim', `(${proves})`)}`);
  }
}

/** A step did not prove what it should. */
export class NotProven extends Error {
  override readonly name = 'NotProven';
}

/** @throws NotProven unless it holds. */
export function prove(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new NotProven(otherwise);
}

function describeError(error: unknown): string {
  if (SwitchError.is(error)) return `${error.code}: ${error.message} ${error.hint}`;
  return error instanceof Error ? error.message : 'failed';
}
