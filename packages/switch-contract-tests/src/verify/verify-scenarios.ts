import { type Check, type CheckResult, judged, resultOf } from './model/check.ts';
import type { Finding } from './model/finding.ts';
import type { Progress } from './model/verification.ts';
import { findViolations } from './rules/find-violations.ts';
import { findingOfFailure, type Scenario, type ScenarioContext, type ScenarioEnd } from './scenarios/scenario.ts';
import type { ExchangeContext } from './wire/exchange.ts';

/** What the scenarios work with. */
export interface ScenariosRun {
  readonly context: Omit<ScenarioContext, 'expecting'>;
  readonly wanted: readonly Scenario[];
  readonly progress: Progress;
  readonly setContext: (context: ExchangeContext) => void;
}

/** Runs the scenarios one after the other, and holds everything that they captured against the rules too. */
export async function verifyScenarios(run: ScenariosRun): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const scenario of run.wanted) {
    if (run.context.signal.aborted) break;
    run.progress.started(`${scenario.id} ${scenario.title}`);
    const result = await verifyScenario(run, scenario);
    run.progress.finished(result);
    results.push(result);
  }
  return results;
}

/** Runs one scenario, and tells nobody. */
export async function verifyScenario(run: ScenariosRun, scenario: Scenario): Promise<CheckResult> {
  const result = await runScenario(run, scenario, checkOf(scenario));
  run.setContext({ checkId: undefined, expects: 'anything' });
  return result;
}

/** The check that a scenario is. */
export function checkOf({ id, title, level, operation }: Scenario): Check {
  return { id, kind: 'scenario', title, level, operation };
}

async function runScenario(run: ScenariosRun, scenario: Scenario, check: Check): Promise<CheckResult> {
  const { id } = scenario;
  const { link, target, signal } = run.context;
  const startedAt = performance.now();
  const context: ScenarioContext = { ...run.context, expecting: (expects) => ({ checkId: id, expects }) };
  run.setContext({ checkId: id, expects: 'anything' });
  let end: ScenarioEnd;
  try {
    end = await scenario.run(context);
  } catch (error) {
    const rule = { rule: 'lifecycle', text: scenario.title, row: 'Hangup or transfer no-ops' } as const;
    end = { kind: 'judged', findings: [findingOfFailure(context, error, rule, 'the scenario goes through')] };
  }
  const durationMs = Math.round(performance.now() - startedAt);
  if (signal.aborted) return resultOf(check, 'not-verified', { reason: 'the run was interrupted', durationMs });
  if (end.kind === 'not-verified') return resultOf(check, 'not-verified', { reason: end.reason, durationMs });
  const own = link.list().filter(({ checkId }) => checkId === id);
  const violations = own.flatMap((exchange) => findViolations(exchange, target));
  return judged(check, mergeFindings(violations, end.findings), durationMs, end.notes ?? []);
}

/** One finding a rule and operation; what the rules say of a request says it better than the scenario. */
export function mergeFindings(violations: readonly Finding[], own: readonly Finding[]): readonly Finding[] {
  const told = new Set(violations.map(({ curl }) => curl));
  const all = [...violations, ...own.filter(({ curl }) => curl === undefined || !told.has(curl))];
  const keys = all.map(({ rule, operation }) => `${rule} ${operation}`);
  return all.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
}
