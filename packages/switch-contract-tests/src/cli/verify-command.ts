import { isLoopbackUrl, parseAgentExtension, SwitchError } from '@elasticfunnels/switch-core';
import { loadContract } from '../contract-files/load-contract.ts';
import { describeRun } from '../report/terminal-report.ts';
import { TerminalProgress } from '../report/terminal-progress.ts';
import { toJsonReport } from '../report/json-report.ts';
import { parseReportFiles, writeReports } from '../report/write-reports.ts';
import type { Verification } from '../verify/model/verification.ts';
import { pactsForTarget } from '../verify/pact/pacts-for-target.ts';
import { checkBefore } from '../verify/preflight.ts';
import { listPacts, selectChecks } from '../verify/select-checks.ts';
import type { VerificationTarget } from '../verify/target/verification-target.ts';
import { verifyMiddleware, type VerifyOptions } from '../verify/verify-middleware.ts';
import { type ExitCode, exitCodeOf } from './exit-code.ts';
import { readTarget } from './read-target.ts';
import { printLine, styled, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { readFixtures, readLevel, readPattern, readStatesUrl, type VerifyFlags } from './verify-flags.ts';

/** Verifies a middleware from its flags, prints and writes what there is to say, and returns the exit code. */
export async function runVerify(terminal: Terminal, flags: VerifyFlags): Promise<ExitCode> {
  const target = readTarget(terminal, flags);
  const reports = parseReportFiles(flags.report, terminal.directory);
  // In JSON the object is all there is on stdout.
  const shown: Terminal = flags.json === true ? { ...terminal, stdout: terminal.stderr } : terminal;
  return untilInterrupted(async (signal) => {
    const planned = await plan(terminal, flags, target, { signal, progress: new TerminalProgress(shown) });
    const ready = await checkBefore(target, signal);
    if (ready.kind !== 'ready') {
      printLine(shown, `${styled(shown, 'red', '✗')} ${styled(shown, 'bold', ready.message)}`);
      printLine(shown, `  Next: ${ready.next}`);
      if (flags.json === true) printJson(terminal, { ok: false, failure: ready.kind, message: ready.message, next: ready.next });
      return signal.aborted ? 130 : ready.kind === 'unreachable' ? 3 : 4;
    }
    const notes = [...weaknesses(target), ...ready.notes];
    const verification = await verifyMiddleware({ ...planned, notes });
    tell(terminal, shown, verification, flags);
    await writeReports(reports, verification, terminal.directory);
    return exitCodeOf(verification, flags.strict === true);
  });
}

async function plan(
  terminal: Terminal,
  flags: VerifyFlags,
  target: VerificationTarget,
  { signal, progress }: Pick<VerifyOptions, 'signal' | 'progress'>,
): Promise<Omit<VerifyOptions, 'notes'>> {
  const level = readLevel(flags);
  const only = readPattern(flags);
  const fixtures = readFixtures(flags, target);
  if (fixtures.agent !== undefined) requireExtension(fixtures.agent);
  const statesUrl = flags.destructive ? readStatesUrl(terminal, flags) : undefined;
  const { destructive } = flags;
  const { interactions, scenarios } = selectChecks({ level, destructive, target, ...(only === undefined ? {} : { only }) });
  if (interactions.length + scenarios.length === 0) throw new NothingToVerifyError(flags.only);
  const contract = await loadContract();
  return {
    target,
    fixtures,
    level,
    destructive,
    pacts: await pactsForTarget(contract, listPacts(level, target), target, { fixtures, destructive }),
    contract: { version: contract.version, digest: contract.digest },
    progress,
    signal,
    ...(only === undefined ? {} : { only }),
    ...(statesUrl === undefined ? {} : { statesUrl }),
  };
}

/** The selection is empty: a run that verified nothing must not look like one that passed. */
export class NothingToVerifyError extends Error {
  override readonly name = 'NothingToVerifyError';

  constructor(only: string | undefined) {
    super(
      `There is nothing to verify: --only ${JSON.stringify(only ?? '')} matches no check of this level. ` +
        '`switch-contract states` lists the contract; try --level full, or an id such as M1 or S2.',
    );
  }
}

function requireExtension(agent: string): void {
  try {
    parseAgentExtension(agent);
  } catch (error) {
    throw new UsageError(`--agent is no extension: ${SwitchError.is(error) ? error.message : 'it cannot be used'}`);
  }
}

function weaknesses({ baseUrl, scheme }: VerificationTarget): readonly string[] {
  const plain = baseUrl.protocol === 'http:' && !isLoopbackUrl(baseUrl) && scheme !== 'none';
  return plain ? ['The credentials travel over plain http: the platform will insist on https.'] : [];
}

function tell(terminal: Terminal, shown: Terminal, verification: Verification, flags: VerifyFlags): void {
  for (const line of describeRun(shown, verification)) printLine(shown, line);
  if (flags.json === true) printJson(terminal, toJsonReport(verification));
}

function printJson(terminal: Terminal, value: object): void {
  printLine(terminal, JSON.stringify(value, undefined, 2));
}

/** Ctrl-C ends the run in order: its calls are hung up; a second one ends the process at once. */
async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const interrupt = (): void => controller.abort();
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.once(signal, interrupt);
  try {
    return await work(controller.signal);
  } finally {
    for (const signal of signals) process.removeListener(signal, interrupt);
  }
}
