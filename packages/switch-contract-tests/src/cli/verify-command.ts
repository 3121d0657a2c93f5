import { isLoopbackUrl, parseAgentExtension, SwitchError } from '@elasticfunnels/switch-core';
import type { ContractLevel } from '../catalogue/levels.ts';
import { loadContract } from '../contract-files/load-contract.ts';
import { describeRun } from '../report/terminal-report.ts';
import { TerminalProgress } from '../report/terminal-progress.ts';
import { toJsonReport } from '../report/json-report.ts';
import { parseReportFiles, writeReports } from '../report/write-reports.ts';
import type { ScreenPopMeans } from '../screen-pop/screen-pop-means.ts';
import type { Verification } from '../verify/model/verification.ts';
import { pactsForTarget } from '../verify/pact/pacts-for-target.ts';
import { checkBefore } from '../verify/preflight.ts';
import { listPacts, selectChecks } from '../verify/select-checks.ts';
import type { VerificationTarget } from '../verify/target/verification-target.ts';
import { verifyMiddleware, type VerifyOptions } from '../verify/verify-middleware.ts';
import { type ExitCode, exitCodeOf } from './exit-code.ts';
import { NothingToVerifyError } from './nothing-to-verify-error.ts';
import { readTarget } from './read-target.ts';
import { readFixtures, readLevel, readPattern, readStatesUrl } from './read-verify-flags.ts';
import { printLine, styled, type Terminal } from './terminal.ts';
import { untilInterrupted } from './until-interrupted.ts';
import { UsageError } from './usage-error.ts';
import type { VerifyFlags } from './verify-flags.ts';

/** Verifies a middleware from its flags, prints and writes what there is to say, and returns the exit code. */
export async function runVerify(terminal: Terminal, flags: VerifyFlags): Promise<ExitCode> {
  const target = readTarget(terminal, flags);
  const reports = parseReportFiles(flags.report, terminal.directory);
  // In JSON the object is all there is on stdout.
  const shown: Terminal = flags.json === true ? { ...terminal, stdout: terminal.stderr } : terminal;
  return untilInterrupted(async (signal) => {
    const planned = await plan(terminal, flags, target, { signal, progress: new TerminalProgress(shown) });
    // Before anything is asked: a port that is taken should not be found out after half a minute.
    await using screenPops = await openWebhook(terminal, flags, planned);
    const ready = await checkBefore(target, signal);
    if (ready.kind !== 'ready') {
      printLine(shown, `${styled(shown, 'red', '✗')} ${styled(shown, 'bold', ready.message)}`);
      printLine(shown, `  Next: ${ready.next}`);
      if (flags.json === true) printJson(terminal, { ok: false, failure: ready.kind, message: ready.message, next: ready.next });
      return signal.aborted ? 130 : ready.kind === 'unreachable' ? 3 : 4;
    }
    if (screenPops !== undefined) await describeWebhook(shown, flags, screenPops, planned.level);
    const notes = [...weaknesses(target), ...weaknessOf(screenPops), ...ready.notes];
    const verification = await verifyMiddleware({ ...planned, notes, ...(screenPops === undefined ? {} : { screenPops }) });
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
  const selection = selectChecks({ level, destructive, target, ...(only === undefined ? {} : { only }) });
  if (selection.interactions.length + selection.scenarios.length + selection.screenPops.length === 0)
    throw new NothingToVerifyError(flags.only);
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

/** The webhook of `--listen`, if there is to be one. @throws UsageError */
async function openWebhook(
  terminal: Terminal,
  flags: VerifyFlags,
  { target, fixtures, statesUrl, signal }: Omit<VerifyOptions, 'notes'>,
): Promise<ScreenPopMeans | undefined> {
  const { listen, webhookSecretEnv, webhookWait, trigger } = flags;
  if (listen === undefined) {
    const [alone] = Object.entries({
      '--webhook-secret-env': webhookSecretEnv,
      '--trigger': trigger,
      '--webhook-wait': webhookWait,
    })
      .filter(([, value]) => value !== undefined)
      .map(([flag]) => flag);
    if (alone !== undefined) throw new UsageError(`${alone} needs --listen HOST:PORT.`);
    return undefined;
  }
  if (webhookSecretEnv === undefined) throw new UsageError('--listen needs --webhook-secret-env VAR.');
  const names = {
    secretFlag: '--webhook-secret-env',
    secretEnv: webhookSecretEnv,
    waitFlag: '--webhook-wait',
    wait: webhookWait,
  };
  const { timeoutMs, certificateAuthorities } = target;
  const params = fixtures.agent === undefined ? {} : { agent_extension: fixtures.agent };
  const states =
    statesUrl === undefined ? undefined : { endpoint: { ...statesUrl, timeoutMs, certificateAuthorities, signal }, params };
  const { openScreenPopMeans } = await import('./open-screen-pop-means.ts');
  return openScreenPopMeans(terminal, flags, names, states);
}

async function describeWebhook(
  shown: Terminal,
  { webhookSecretEnv = '' }: VerifyFlags,
  screenPops: ScreenPopMeans,
  level: ContractLevel,
): Promise<void> {
  const { describeTask } = await import('./open-screen-pop-means.ts');
  for (const line of describeTask(screenPops, { secretEnv: webhookSecretEnv, redeliveries: level === 'full' }))
    printLine(shown, line);
}

function weaknessOf(screenPops: ScreenPopMeans | undefined): readonly string[] {
  return screenPops?.secret.kind === 'shared_secret'
    ? ['Screen pops: a shared secret is weaker than a signature, and not Silver.']
    : [];
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
