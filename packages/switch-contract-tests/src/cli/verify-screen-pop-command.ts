import { loadContract } from '../contract-files/load-contract.ts';
import { toJsonReport } from '../report/json-report.ts';
import { TerminalProgress } from '../report/terminal-progress.ts';
import { describeRun } from '../report/terminal-report.ts';
import { parseReportFiles, writeReports } from '../report/write-reports.ts';
import { isAboutRedelivery, POPPED_CALL, SCREEN_POP_CHECKS, type ScreenPopCheck } from '../screen-pop/screen-pop-checks.ts';
import { runScreenPops } from '../screen-pop/screen-pop-run.ts';
import { LEVELS } from '../catalogue/levels.ts';
import { type ExitCode, exitCodeOf } from './exit-code.ts';
import { describeTask, openScreenPopMeans } from './open-screen-pop-means.ts';
import { readLevel, readStatesUrl } from './read-verify-flags.ts';
import type { ScreenPopFlags } from './screen-pop-flags.ts';
import { printLine, styled, type Terminal } from './terminal.ts';
import { untilInterrupted } from './until-interrupted.ts';
import { UsageError } from './usage-error.ts';

/** The flags of `verify screen-pop`. */
export interface VerifyScreenPopFlags extends ScreenPopFlags {
  readonly secretEnv: string;
  readonly timeout?: string;
  readonly statesUrl?: string;
  readonly statesTokenEnv?: string;
  readonly agent?: string;
  readonly level: string;
  readonly strict?: boolean;
  readonly report?: string;
  readonly json?: boolean;
}

const STATES_TIMEOUT_MS = 10_000;

/** Verifies what a middleware sends, prints and writes what there is to say, and returns the exit code. */
export async function runVerifyScreenPop(terminal: Terminal, flags: VerifyScreenPopFlags): Promise<ExitCode> {
  const level = readLevel(flags);
  const wanted = listWanted(level);
  const reports = parseReportFiles(flags.report, terminal.directory);
  const shown: Terminal = flags.json === true ? { ...terminal, stdout: terminal.stderr } : terminal;
  const { version, digest } = await loadContract();
  return untilInterrupted(async (signal) => {
    await using means = await openScreenPopMeans(terminal, flags, namesOf(flags), statesOf(terminal, flags, signal));
    for (const line of describeTask(means, { secretEnv: flags.secretEnv, redeliveries: wanted.some(isAboutRedelivery) }))
      printLine(shown, line);
    const progress = new TerminalProgress(shown);
    const end = await runScreenPops({ means, wanted, level, contract: { version, digest }, progress, signal });
    if (end.kind === 'nothing-came') return tellNothingCame(terminal, shown, end, { flags, interrupted: signal.aborted });
    for (const line of describeRun(shown, end.verification)) printLine(shown, line);
    if (flags.json === true) printLine(terminal, JSON.stringify(toJsonReport(end.verification), undefined, 2));
    await writeReports(reports, end.verification, terminal.directory);
    return exitCodeOf(end.verification, flags.strict === true);
  });
}

function listWanted(level: VerifyScreenPopFlags['level']): readonly ScreenPopCheck[] {
  const reaches = (check: ScreenPopCheck): boolean => LEVELS.indexOf(check.level) <= LEVELS.findIndex((each) => each === level);
  // S6 asks an endpoint, and there is none here.
  const wanted = SCREEN_POP_CHECKS.filter((check) => check !== POPPED_CALL && reaches(check));
  if (wanted.length > 0) return wanted;
  throw new UsageError('--level core asks nothing about screen pops: give --level standard (Silver) or full (Gold).');
}

function namesOf({ secretEnv, timeout }: VerifyScreenPopFlags): Parameters<typeof openScreenPopMeans>[2] {
  return { secretFlag: '--secret-env', secretEnv, waitFlag: '--timeout', wait: timeout };
}

function statesOf(
  terminal: Terminal,
  flags: VerifyScreenPopFlags,
  signal: AbortSignal,
): Parameters<typeof openScreenPopMeans>[3] {
  const statesUrl = readStatesUrl(terminal, flags);
  if (statesUrl === undefined) return undefined;
  const endpoint = { ...statesUrl, timeoutMs: STATES_TIMEOUT_MS, certificateAuthorities: [], signal };
  return { endpoint, params: flags.agent === undefined ? {} : { agent_extension: flags.agent } };
}

function tellNothingCame(
  terminal: Terminal,
  shown: Terminal,
  { reason, notBrought }: { readonly reason: string; readonly notBrought: boolean },
  { flags, interrupted }: { readonly flags: VerifyScreenPopFlags; readonly interrupted: boolean },
): ExitCode {
  if (interrupted) {
    printLine(shown, 'Interrupted: this is no verdict.');
    return 130;
  }
  const message = notBrought ? `No call could be made to come in: ${reason}` : `The webhook never arrived: ${reason}.`;
  const next = notBrought
    ? 'Try the command or the endpoint by itself; without both you are asked to make the calls.'
    : 'Check the URL in the middleware’s settings, its log, and what stands between it and this machine; a slow call needs --timeout S.';
  printLine(shown, `${styled(shown, 'red', '✗')} ${styled(shown, 'bold', message)}`);
  printLine(shown, `  Next: ${next}`);
  if (flags.json === true) {
    printLine(
      terminal,
      JSON.stringify({ ok: false, failure: notBrought ? 'no-call' : 'never-arrived', message, next }, undefined, 2),
    );
  }
  return notBrought ? 2 : 3;
}
