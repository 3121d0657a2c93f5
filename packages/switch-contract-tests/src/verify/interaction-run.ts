import type { Interaction } from '../catalogue/interactions.ts';
import { levelOf } from '../catalogue/levels.ts';
import type { PactInteraction } from '../pact/pact-file.ts';
import { type Check, type CheckResult, judged, resultOf } from './model/check.ts';
import type { Finding } from './model/finding.ts';
import { expectedStatusOf } from './pact/expected-status.ts';
import { ruleOf } from './pact/expectations.ts';
import type { VerifierResult } from './pact/read-verdicts.ts';
import { findViolations, toFinding } from './rules/find-violations.ts';
import { excerpt } from './rules/rule.ts';
import type { VerificationTarget } from './target/verification-target.ts';
import { type Exchange, parseObject } from './wire/exchange.ts';
import { isAnswer } from './wire/send-request.ts';

/** Findings that say better why a status is wrong than the status itself. */
const TELLS_OF_STATUS: ReadonlySet<string> = new Set(['answer-in-time', 'no-redirect', 'path-missing', 'server-error']);

/** The check that an interaction is. */
export function checkOf(interaction: Interaction): Check {
  const { id, description, operation } = interaction;
  return { id, kind: 'interaction', title: description, operation, level: levelOf(interaction) };
}

/** Judges what was captured of an interaction, as soon as it is there. */
export function judgeCaptured(
  interaction: Interaction,
  pact: PactInteraction,
  exchange: Exchange | undefined,
  target: VerificationTarget,
): CheckResult {
  const check = checkOf(interaction);
  if (exchange === undefined) return resultOf(check, 'not-verified', { reason: 'the verifier sent no request' });
  const lack = findLack(interaction, exchange);
  if (lack !== undefined) return resultOf(check, 'not-verified', { reason: lack, durationMs: exchange.durationMs });
  const violations = findViolations(exchange, target);
  const status = violations.some(({ rule }) => TELLS_OF_STATUS.has(rule))
    ? undefined
    : findStatusProblem(interaction, pact, exchange, target);
  return judged(check, [...(status === undefined ? [] : [status]), ...violations], exchange.durationMs);
}

/** Adds what only the verifier saw. */
export function addVerifierResult(
  interaction: Interaction,
  captured: CheckResult,
  result: VerifierResult | undefined,
  about: { readonly exchange: Exchange | undefined; readonly target: VerificationTarget },
): CheckResult {
  if (captured.outcome !== 'passed' || about.exchange === undefined) return captured;
  const check = checkOf(interaction);
  if (result === undefined) return resultOf(check, 'not-verified', { reason: 'the verifier did not judge it' });
  if (result.passed) return captured;
  const { rule, text, row } = ruleOf(interaction.id, interaction.operation);
  const finding = toFinding(
    about.exchange,
    about.target,
    { id: rule, text },
    {
      row,
      expected: 'an answer that matches the contract',
      actual: result.mismatches.join('; ') || 'the verifier says that it does not match',
    },
  );
  return judged(check, [finding], captured.durationMs, captured.notes);
}

function findStatusProblem(
  { id, operation }: Interaction,
  pact: PactInteraction,
  exchange: Exchange,
  target: VerificationTarget,
): Finding | undefined {
  const expected = expectedStatusOf(pact.response);
  const { end } = exchange;
  if (!isAnswer(end) || expected.accepts(end.status)) return undefined;
  const { rule, text, row } = ruleOf(id, operation);
  const actual = `HTTP ${end.status}${end.body === '' ? '' : `: ${excerpt(end.body, 120)}`}`;
  const consequence = adviceFor(id, end.body);
  return toFinding(
    exchange,
    target,
    { id: rule, text },
    {
      row,
      expected: expected.text,
      actual,
      ...(consequence === undefined ? {} : { consequence }),
    },
  );
}

/** What a middleware may lack, and says so itself, is no fault of its own. */
function findLack({ id }: Interaction, { end }: Exchange): string | undefined {
  if (!isAnswer(end)) return undefined;
  const { code } = parseObject(end.body) ?? {};
  if (id === 'XT1' && code === 'capability_missing') return 'the middleware says that it has no attended transfer';
  if ((id === 'M2' || id === 'M3') && code === 'campaign_invalid') {
    return 'the middleware knows no such campaign or skill: give --campaign NAME and --skill ID';
  }
  return undefined;
}

function adviceFor(id: string, body: string): string | undefined {
  const code = parseObject(body)?.['code'];
  if (code === 'agent_not_ready') {
    return 'Have the agent of --agent logged in and ready; after a call it needs its wrap-up: raise --wrap-up MS. If it stays so, a hangup has not ended its call: try --only S3.';
  }
  if (id === 'M2' || id === 'M3') return 'If the campaign or skill is unknown there: give --campaign NAME and --skill ID.';
  return undefined;
}
