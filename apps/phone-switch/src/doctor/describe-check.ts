import { linkToTroubleshooting } from '../cli/link-to-troubleshooting.ts';
import { styled, type Terminal } from '../cli/terminal.ts';
import type { Check, CheckStatus } from './check.ts';

const MARKS: Readonly<Record<CheckStatus, string>> = { holds: '✓', warning: '!', broken: '✗', not_checked: '–' };
const STYLES = { holds: 'green', warning: 'yellow', broken: 'red', not_checked: 'dim' } as const;
const TITLE_WIDTH = 38;

/** One check that was made: a line, and under it what it saw; the first broken one stands out. */
export function describeCheck(terminal: Terminal, check: Check, first: boolean): readonly string[] {
  const { status, title, found, details = [], durationMs, next, row } = check;
  const timing = durationMs === 0 ? '' : `${durationMs} ms`;
  const line = `${title.padEnd(TITLE_WIDTH)} ${timing.padStart(8)}  ${found}`;
  const wanting = status === 'broken' || status === 'warning';
  return [
    `${styled(terminal, STYLES[status], MARKS[status])} ${first ? styled(terminal, 'bold', line) : line}`,
    ...details.map((detail) => styled(terminal, 'dim', `    ${detail}`)),
    ...(wanting && next !== undefined ? [`    Next: ${next}`] : []),
    ...(wanting ? [`    See:  ${linkToTroubleshooting(row)}`] : []),
  ];
}

/** Checks that were not made for one reason. */
export function describeUnchecked(terminal: Terminal, checks: readonly Check[]): readonly string[] {
  const [first] = checks;
  if (first === undefined) return [];
  const mark = `${MARKS.not_checked} `;
  if (checks.length === 1) {
    const line = `${first.title.padEnd(TITLE_WIDTH)} ${''.padStart(8)}  not checked: ${first.found}`;
    return [styled(terminal, 'dim', mark + line)];
  }
  const lines = [`${mark}not checked: ${first.found}`, ...wrap(checks.map(({ title }) => title))];
  return lines.map((line) => styled(terminal, 'dim', line));
}

const LINE_WIDTH = 110;

function wrap(titles: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const title of titles) {
    const last = lines.at(-1);
    if (last === undefined || last.length + title.length > LINE_WIDTH) lines.push(`    ${title}`);
    else lines[lines.length - 1] = `${last}, ${title}`;
  }
  return lines;
}
