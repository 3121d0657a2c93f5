import { type Clock, type Deadline, SwitchError } from '@elasticfunnels/switch-core';
import { oneLine } from '../cli/one-line.ts';
import { type Check, CHECK_ROWS, type CheckName, type Finding, fromError, notChecked } from './check.ts';

/** Hears of checks as they are made. */
export interface DoctorProgress {
  started(title: string): void;
  finished(check: Check): void;
  /** No more checks come. */
  flush(): void;
}

/** What an examination is bounded by, and who hears of it. */
export interface ExaminationOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The longest single wait, in milliseconds. */
  readonly waitMs: number;
  /** For the whole of it. */
  readonly deadline: Deadline;
  readonly progress: DoctorProgress;
}

/** What a check is called. */
export interface CheckLabel {
  readonly name: CheckName;
  readonly title: string;
  readonly field?: string;
}

/** Why checks were left out that could have been made. */
export type CutShort = 'interrupted' | 'out_of_time';

/** The checks so far; makes each within its time, one after the other, and never throws for what a check finds. */
export class Examination {
  readonly #options: ExaminationOptions;
  readonly #checks: Check[] = [];
  #outOfTime = false;

  constructor(options: ExaminationOptions) {
    this.#options = options;
  }

  get signal(): AbortSignal {
    return this.#options.signal;
  }

  get clock(): Clock {
    return this.#options.clock;
  }

  /** How long the next wait may take, in milliseconds. */
  get waitMs(): number {
    return Math.min(this.#options.waitMs, this.#options.deadline.remainingMs());
  }

  /** In the order in which they were made. */
  get checks(): readonly Check[] {
    return this.#checks;
  }

  /** Why not all was checked that could have been; undefined when it was. */
  get cutShort(): CutShort | undefined {
    if (this.#options.signal.aborted) return 'interrupted';
    return this.#outOfTime ? 'out_of_time' : undefined;
  }

  /** Makes a check, unless there is no more time for it. @throws what `look` throws, but for errors of the driver */
  async check(label: CheckLabel, look: () => Promise<Finding>): Promise<Check> {
    const { clock, progress } = this.#options;
    progress.started(oneLine(label.title));
    const startedAt = clock.monotonicMs();
    const finding = this.#obstacle() ?? (await look().catch(toFinding));
    return this.#keep(label, finding, Math.round(clock.monotonicMs() - startedAt));
  }

  /** Says why a check is not made. */
  skip(label: CheckLabel, reason: string): Check {
    return this.#keep(label, this.#options.signal.aborted ? notChecked('given up') : notChecked(reason), 0);
  }

  #obstacle(): Finding | undefined {
    if (this.#options.signal.aborted) return notChecked('given up');
    if (this.#options.deadline.remainingMs() > 0) return undefined;
    this.#outOfTime = true;
    return notChecked('no time was left: give it more with --deadline');
  }

  #keep(label: CheckLabel, finding: Finding, durationMs: number): Check {
    const check: Check = {
      ...label,
      row: CHECK_ROWS[label.name],
      ...onOneLine(finding),
      title: oneLine(label.title),
      durationMs,
    };
    this.#checks.push(check);
    this.#options.progress.finished(check);
    return check;
  }
}

/** A service has its say in findings, and may say anything. */
function onOneLine({ found, details, next, ...finding }: Finding): Finding {
  return {
    ...finding,
    found: oneLine(found),
    ...(details === undefined ? {} : { details: details.map(oneLine) }),
    ...(next === undefined ? {} : { next: oneLine(next) }),
  };
}

function toFinding(error: unknown): Finding {
  if (SwitchError.is(error)) return fromError(error);
  throw error;
}
