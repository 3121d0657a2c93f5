import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContractLevel } from '../catalogue/levels.ts';
import type { PactFile } from '../pact/pact-file.ts';
import { type CheckResult, judged, resultOf } from './model/check.ts';
import { judge } from './model/verdict.ts';
import type { ContractIdentity, Progress, Verification } from './model/verification.ts';
import { checkOf as checkOfInteraction } from './interaction-run.ts';
import { findViolations } from './rules/find-violations.ts';
import type { ScenarioContext } from './scenarios/scenario.ts';
import { listExpected, type Selection, selectChecks } from './select-checks.ts';
import { CallLedger } from './states/call-ledger.ts';
import { openDriver } from './states/kit-driver.ts';
import { type StateMeans, StateSatisfier } from './states/state-satisfier.ts';
import type { VerificationFixtures } from './target/verification-fixtures.ts';
import type { VerificationTarget } from './target/verification-target.ts';
import { verifyInteractions } from './verify-interactions.ts';
import type { ScreenPopMeans } from '../screen-pop/screen-pop-means.ts';
import { poppedCallScenario } from './scenarios/popped-call.ts';
import { checkOf as checkOfScenario, mergeFindings, verifyScenario, verifyScenarios } from './verify-scenarios.ts';
import { startCaptureProxy } from './wire/capture-proxy.ts';
import type { ExchangeContext } from './wire/exchange.ts';
import { MiddlewareLink } from './wire/middleware-link.ts';

/** Everything that a run is told. */
export interface VerifyOptions {
  readonly target: VerificationTarget;
  readonly fixtures: VerificationFixtures;
  readonly level: ContractLevel;
  /** Only checks whose id, operation or title matches. */
  readonly only?: RegExp;
  /** Whether calls may be placed, ended and moved. */
  readonly destructive: boolean;
  /** `--states-url`. */
  readonly statesUrl?: { readonly url: URL; readonly token: string | undefined };
  /** `--listen`: without it nothing is known of the screen pops. */
  readonly screenPops?: ScreenPopMeans;
  /** The pacts for this middleware: its paths, its credentials. */
  readonly pacts: readonly PactFile[];
  readonly contract: ContractIdentity;
  /** What was found out before, for the reader. */
  readonly notes: readonly string[];
  readonly progress: Progress;
  /** Gives the run up; every call that it started is hung up all the same. */
  readonly signal: AbortSignal;
}

const STATE: ExchangeContext = { checkId: undefined, expects: 'anything' };

/** Verifies a middleware that was found ready, and leaves no call, process or file behind. */
export async function verifyMiddleware(options: VerifyOptions): Promise<Verification> {
  const startedAt = new Date();
  const began = performance.now();
  const directory = await mkdtemp(join(tmpdir(), 'switch-contract-run-'));
  const link = new MiddlewareLink(options.target, options.signal);
  const calls = new CallLedger(link);
  let checks: readonly CheckResult[];
  try {
    checks = await runChecks(options, { link, calls, directory });
  } finally {
    await calls.hangUpAll({ bounded: false });
    await rm(directory, { recursive: true, force: true });
  }
  const { target, level, contract, signal } = options;
  return {
    startedAt,
    durationMs: Math.round(performance.now() - began),
    baseUrl: target.baseUrl.href,
    authentication: target.scheme,
    level,
    contract,
    checks,
    verdict: judge(checks, level, listExpected(target)),
    notes: [...options.notes, ...calls.describeLeftovers()],
    interrupted: signal.aborted,
  };
}

interface Tools {
  readonly link: MiddlewareLink;
  readonly calls: CallLedger;
  readonly directory: string;
}

async function runChecks(options: VerifyOptions, { link, calls, directory }: Tools): Promise<readonly CheckResult[]> {
  const { target, progress, signal } = options;
  const current = { context: STATE };
  const setContext = (context: ExchangeContext): void => {
    current.context = context;
  };
  await using proxy = await startCaptureProxy(link, () => current.context);
  await using driver = await openDriver({ settings: { ...target.settings, api_base_url: proxy.origin } });
  const means = meansOf(options, { link, calls }, driver.phone);
  const context: Omit<ScenarioContext, 'expecting'> = {
    ...means,
    target,
    states: new StateSatisfier(means),
    destructive: options.destructive,
    lastExchange: () => link.list().at(-1),
  };
  const selection = selectChecks(options);
  const expecting: ScenarioContext['expecting'] = (expects) => ({ checkId: undefined, expects });
  const interactions = await verifyInteractions({
    context: { ...context, expecting },
    pacts: options.pacts,
    wanted: selection.interactions,
    port: proxy.port,
    directory,
    progress,
    setContext,
  });
  setContext(STATE);
  const scenarios = await verifyScenarios({ context, wanted: selection.scenarios, progress, setContext });
  await calls.hangUpAll();
  const screenPops = await hearScreenPops(options, selection, calls, (callId) =>
    verifyScenario({ context, wanted: [], progress, setContext }, poppedCallScenario(callId)),
  );
  const results = [...interactions, ...scenarios, ...screenPops, ...skipped(selection)];
  if (signal.aborted) return results;
  return [...results, ...judgeTheRest(link, target, results)];
}

function meansOf(
  { target, fixtures, statesUrl, signal }: VerifyOptions,
  { link, calls }: Pick<Tools, 'link' | 'calls'>,
  phone: StateMeans['phone'],
): StateMeans {
  const { timeoutMs, certificateAuthorities } = target;
  const endpoint = statesUrl === undefined ? undefined : { ...statesUrl, timeoutMs, certificateAuthorities, signal };
  return { fixtures, link, calls, phone, endpoint, scheme: target.scheme, timeoutMs, signal };
}

const NEEDS_LISTEN =
  'screen pops need a webhook: give --listen HOST:PORT --webhook-secret-env VAR (docs/verify-a-middleware.md#prove-the-screen-pop)';

async function hearScreenPops(
  { screenPops: means, progress, signal, destructive }: VerifyOptions,
  { screenPops: wanted }: Selection,
  calls: CallLedger,
  judgePoppedCall: (callId: string) => Promise<CheckResult>,
): Promise<readonly CheckResult[]> {
  const none = (reason: string): readonly CheckResult[] => wanted.map((check) => resultOf(check, 'not-verified', { reason }));
  if (wanted.length === 0 || signal.aborted) return [];
  if (means === undefined) return none(NEEDS_LISTEN);
  const { verifyScreenPops } = await import('../screen-pop/verify-screen-pops.ts');
  const end = await verifyScreenPops({ means, wanted, progress, signal, judgePoppedCall });
  if (end.kind === 'heard') {
    // Hung up with the others in the end; what S6 has hung up is known to have ended.
    if (destructive) for (const callId of end.calls) calls.adopt(callId);
    return end.results;
  }
  const results = none(end.notBrought ? end.reason : `no screen pop came: ${end.reason}`);
  for (const result of results) progress.finished(result);
  return results;
}

function skipped({ skippedInteractions, skippedScenarios, skippedScreenPops }: Selection): readonly CheckResult[] {
  const reason = '--no-destructive: it places, ends or moves a call';
  return [
    ...skippedInteractions.map((interaction) => resultOf(checkOfInteraction(interaction), 'skipped', { reason })),
    ...skippedScenarios.map((scenario) => resultOf(checkOfScenario(scenario), 'skipped', { reason })),
    ...skippedScreenPops.map((check) => resultOf(check, 'skipped', { reason })),
  ];
}

/** What was captured beside the checks, while states were brought about: it must keep the rules as well. */
function judgeTheRest(link: MiddlewareLink, target: VerificationTarget, results: readonly CheckResult[]): readonly CheckResult[] {
  const rest = link.list().filter(({ checkId }) => checkId === undefined);
  if (rest.length === 0) return [];
  const told = new Set(results.flatMap(({ findings }) => findings.map(({ rule, operation }) => `${rule} ${operation}`)));
  const findings = mergeFindings(
    rest.flatMap((exchange) => findViolations(exchange, target)),
    [],
  ).filter(({ rule, operation }) => !told.has(`${rule} ${operation}`));
  const check = {
    id: 'W',
    kind: 'wire',
    title: 'every other answer keeps the rules too',
    operation: 'several',
    level: 'core',
  } as const;
  return findings.length === 0 ? [] : [judged(check, findings, 0)];
}
