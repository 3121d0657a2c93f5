import { styled, type Terminal } from '../cli/terminal.ts';
import type { Check } from './check.ts';
import { describeCheck, describeUnchecked } from './describe-check.ts';
import type { DoctorProgress } from './examination.ts';

/** Tells a person what is being done: each check as it ends and, on a terminal, what is waited for. */
export class TerminalProgress implements DoctorProgress {
  readonly #terminal: Terminal;
  #anyBroken = false;
  /** Checks in a row that were not made for one reason: told as one. */
  #unchecked: Check[] = [];

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  started(title: string): void {
    if (this.#terminal.stdout.isTTY === true) this.#write(styled(this.#terminal, 'dim', `… ${title}`));
  }

  finished(check: Check): void {
    if (check.status !== 'not_checked' || check.found !== this.#unchecked[0]?.found) this.flush();
    if (check.status === 'not_checked') {
      this.#unchecked.push(check);
      return;
    }
    const first = check.status === 'broken' && !this.#anyBroken;
    this.#anyBroken ||= first;
    this.#write(...describeCheck(this.#terminal, check, first), '');
  }

  /** Tells what is left to tell. */
  flush(): void {
    const { length } = this.#unchecked;
    if (length > 0) this.#write(...describeUnchecked(this.#terminal, this.#unchecked), '');
    this.#unchecked = [];
  }

  #write(...lines: readonly string[]): void {
    const { stdout } = this.#terminal;
    stdout.write(`${stdout.isTTY === true ? '\r\u001B[K' : ''}${lines.join('\n')}`);
  }
}

/** For a machine that waits for one object. */
export const silentProgress: DoctorProgress = { started: () => {}, finished: () => {}, flush: () => {} };
