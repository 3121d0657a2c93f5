import { printLine, type Style, styled, type Terminal } from '../cli/terminal.ts';
import type { CheckResult, Outcome } from '../verify/model/check.ts';
import type { Progress } from '../verify/model/verification.ts';
import { MARKS } from './check-marks.ts';

const STYLES: Readonly<Record<Outcome, Style>> = { passed: 'green', failed: 'red', 'not-verified': 'yellow', skipped: 'dim' };

/** Tells a person what is being done: a line for each check as it ends, and on a TTY what is under way. */
export class TerminalProgress implements Progress {
  readonly #terminal: Terminal;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  started(what: string): void {
    if (this.#terminal.stdout.isTTY === true)
      this.#terminal.stdout.write(`\r\u001B[K${styled(this.#terminal, 'dim', `… ${what}`)}`);
  }

  finished(result: CheckResult): void {
    if (this.#terminal.stdout.isTTY === true) this.#terminal.stdout.write('\r\u001B[K');
    printLine(this.#terminal, describeResult(this.#terminal, result));
  }

  said(line: string): void {
    if (this.#terminal.stdout.isTTY === true) this.#terminal.stdout.write('\r\u001B[K');
    printLine(this.#terminal, line);
  }
}

/** One check in one line. */
function describeResult(terminal: Terminal, result: CheckResult): string {
  const { outcome, id, operation, title, durationMs, reason, findings, notes } = result;
  const mark = styled(terminal, STYLES[outcome], MARKS[outcome]);
  const timing = durationMs > 0 ? `${durationMs} ms` : '';
  const named = `${id.padEnd(4)}${operation.padEnd(10)}${title.padEnd(49)}${timing.padStart(9)}`;
  const [first] = findings;
  const detail = outcome === 'failed' ? first?.actual : (reason ?? notes.join('; '));
  return `${mark} ${named}${detail === undefined || detail === '' ? '' : `  ${styled(terminal, 'dim', cut(detail))}`}`.trimEnd();
}

function cut(text: string): string {
  return text.length > 110 ? `${text.slice(0, 110)}…` : text;
}
