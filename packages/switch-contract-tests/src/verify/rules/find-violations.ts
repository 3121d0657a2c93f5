import { maskNumbersIn } from '@elasticfunnels/switch-core';
import type { Finding } from '../model/finding.ts';
import type { VerificationTarget } from '../target/verification-target.ts';
import type { Exchange } from '../wire/exchange.ts';
import { isAnswer } from '../wire/send-request.ts';
import { ANSWER_RULES, ECHO_RULE } from './answer-rules.ts';
import { toCurl } from './curl.ts';
import { RECORDING_RULES } from './recording-rules.ts';
import type { AnsweredExchange, Rule, Violation } from './rule.ts';
import { SCHEMA_RULE } from './schema-rule.ts';
import { SUCCESS_RULES } from './success-rules.ts';

const RULES: readonly Rule[] = [...ANSWER_RULES, ...SUCCESS_RULES, ...RECORDING_RULES];

const NO_ANSWER: Pick<Rule, 'id' | 'text'> = { id: 'answer-in-time', text: 'Every request is answered, whole and in time.' };

/** What the rules have against one exchange; nothing for requests that belong to no operation. */
export function findViolations(exchange: Exchange, target: VerificationTarget): readonly Finding[] {
  const { operation, end } = exchange;
  if (operation === undefined) return [];
  if (!isAnswer(end)) {
    if (end.kind === 'interrupted') return [];
    const violation: Violation = {
      expected: `an answer within ${target.timeoutMs} ms`,
      actual: end.reason,
      consequence: 'To the driver a dial without an answer may ring all the same.',
      row: 'Connect fails at once',
    };
    return [toFinding(exchange, target, NO_ANSWER, violation)];
  }
  const answered: AnsweredExchange = { ...exchange, operation, end };
  const findings = findingsOf(RULES, answered, target);
  // A rule in plain words says it better than a schema.
  return findings.length > 0 ? findings : findingsOf([SCHEMA_RULE], answered, target);
}

function findingsOf(rules: readonly Rule[], exchange: AnsweredExchange, target: VerificationTarget): readonly Finding[] {
  return rules.flatMap((rule) => {
    const violation = rule.check(exchange, target);
    return violation === undefined ? [] : [toFinding(exchange, target, rule, violation)];
  });
}

/** A violation as it is told: without secrets, and with numbers masked where the answer repeats them. */
export function toFinding(
  { operation = 'connect', request, end }: Exchange,
  target: VerificationTarget,
  { id, text }: Pick<Rule, 'id' | 'text'>,
  violation: Violation,
): Finding {
  const show = (shown: string): string => maskNumbersIn(target.redact(shown));
  return {
    ...violation,
    operation,
    rule: id,
    text: violation.text ?? text,
    expected: show(violation.expected),
    actual: id !== ECHO_RULE && repeatsCredentials(end, target) ? NOT_SHOWN : show(violation.actual),
    curl: toCurl(request, target),
  };
}

/** What is found of an answer is cut short and quoted: half a secret, or one that is escaped twice, would not be known for one. */
const NOT_SHOWN = 'an answer that repeats the credentials, and so is not shown';

function repeatsCredentials(end: Exchange['end'], { redact }: VerificationTarget): boolean {
  if (!isAnswer(end)) return false;
  return [end.body, ...Object.entries(end.headers).flat()].some((text) => redact(text) !== text);
}
