import type { ContractOperation } from '../../catalogue/interactions.ts';
import type { ContractLevel } from '../../catalogue/levels.ts';
import type { Finding, TroubleshootingRow } from '../model/finding.ts';
import { toFinding } from '../rules/find-violations.ts';
import { excerpt } from '../rules/rule.ts';
import { describeFailure } from '../states/kit-driver.ts';
import type { StateMeans, StateSatisfier } from '../states/state-satisfier.ts';
import type { VerificationTarget } from '../target/verification-target.ts';
import type { Exchange, ExchangeContext, Expectation } from '../wire/exchange.ts';
import { isAnswer } from '../wire/send-request.ts';

/** What a scenario works with. */
export interface ScenarioContext extends StateMeans {
  readonly target: VerificationTarget;
  readonly states: StateSatisfier;
  /** Whether calls may be placed, ended and moved. */
  readonly destructive: boolean;
  /** What is said of a request of this scenario. */
  readonly expecting: (expects: Expectation) => ExchangeContext;
  /** The last thing that was exchanged. */
  readonly lastExchange: () => Exchange | undefined;
}

/** How a scenario ended. */
export type ScenarioEnd =
  | { readonly kind: 'judged'; readonly findings: readonly Finding[]; readonly notes?: readonly string[] }
  | { readonly kind: 'not-verified'; readonly reason: string };

/** Several requests that only together show whether the middleware is right. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly level: ContractLevel;
  readonly operation: ContractOperation | 'several';
  /** Whether it cannot be run without placing, ending or moving a call. */
  readonly destructive: boolean;
  /** @throws SwitchError of the driver; what it throws is a finding. */
  readonly run: (context: ScenarioContext) => Promise<ScenarioEnd>;
}

/** A rule that a scenario holds an exchange against. */
export interface ScenarioRule {
  readonly rule: string;
  readonly text: string;
  readonly row: TroubleshootingRow;
  readonly consequence?: string;
}

/** A finding about one exchange. */
export function findingAbout(
  { target }: Pick<ScenarioContext, 'target'>,
  exchange: Exchange,
  { rule, ...violation }: ScenarioRule,
  { expected, actual }: { readonly expected: string; readonly actual?: string },
): Finding {
  return toFinding(
    exchange,
    target,
    { id: rule, text: violation.text },
    {
      ...violation,
      expected,
      actual: actual ?? describeEnd(exchange),
    },
  );
}

/** A failure of the driver, as a finding about the last thing that was exchanged. */
export function findingOfFailure(context: ScenarioContext, error: unknown, rule: ScenarioRule, expected: string): Finding {
  const exchange = context.lastExchange();
  const actual = describeFailure(error);
  if (exchange !== undefined) return findingAbout(context, exchange, rule, { expected, actual });
  return { operation: 'connect', ...rule, expected, actual };
}

/** What came of a request, in one line. */
export function describeEnd({ end }: Exchange): string {
  return isAnswer(end) ? `HTTP ${end.status}${end.body === '' ? '' : `: ${excerpt(end.body, 120)}`}` : end.reason;
}
