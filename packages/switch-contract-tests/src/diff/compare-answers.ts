import type { PactMessagePart, PactResponse } from '../pact/pact-file.ts';
import { change, type ContractChange } from './contract-change.ts';
import { headerRuleOf, headersOf, isSame, leavesOf, partition, ruleOf } from './compare-values.ts';

/** What the middleware must answer otherwise than before. */
export function* compareAnswers(where: string, before: PactResponse, after: PactResponse): Generator<ContractChange> {
  yield* compareStatuses(where, before, after);
  yield* compareHeaders(where, before, after);
  yield* compareContents(where, before, after);
}

/** The same of a body that the middleware writes, be it an answer or a message. */
export function* compareContents(where: string, before: PactMessagePart, after: PactMessagePart): Generator<ContractChange> {
  const [old, fresh] = [leavesOf(before.body), leavesOf(after.body)];
  const { kept, removed, added } = partition(old.keys(), fresh.keys());
  for (const place of removed) yield change('answer-field-removed', where, `${place} is no longer asked for`);
  for (const place of added) yield change('answer-field-added', where, `${place} is asked for`);
  for (const place of kept) {
    const rules = [before, after].map(({ matchingRules }) => ruleOf(matchingRules?.['body']?.[place]));
    yield* compareRule(where, place, rules, isSame(old.get(place), fresh.get(place)));
  }
}

function* compareHeaders(where: string, before: PactResponse, after: PactResponse): Generator<ContractChange> {
  const [old, fresh] = [headersOf(before), headersOf(after)];
  const { kept, removed, added } = partition(old.keys(), fresh.keys());
  for (const name of removed) yield change('answer-header-removed', where, `the header ${name} is no longer asked for`);
  for (const name of added) yield change('answer-header-added', where, `the header ${name} is asked for`);
  for (const name of kept) {
    const rules = [headerRuleOf(before, name), headerRuleOf(after, name)];
    yield* compareRule(where, `the header ${name}`, rules, old.get(name) === fresh.get(name));
  }
}

function* compareRule(
  where: string,
  place: string,
  [before, after]: readonly (string | undefined)[],
  sameValue: boolean,
): Generator<ContractChange> {
  if (before !== after) {
    yield change('answer-rule-changed', where, `${place}: ${before ?? 'one value'} became ${after ?? 'one value'}`);
  } else if (!sameValue) {
    yield change(after === undefined ? 'answer-rule-changed' : 'answer-example-changed', where, `${place} has another value`);
  }
}

function* compareStatuses(where: string, before: PactResponse, after: PactResponse): Generator<ContractChange> {
  const { removed, added } = partition(statusesOf(before), statusesOf(after));
  // "Any success" holds every 2xx.
  const lost = removed.filter((status) => !(status.startsWith('2') && statusesOf(after).includes(SUCCESS)));
  if (lost.length > 0) yield change('status-narrowed', where, `${lost.join(', ')} is no longer right`);
  if (added.length > 0) yield change('status-widened', where, `${added.join(', ')} is right too`);
}

const SUCCESS = 'any success';

function statusesOf({ status, matchingRules }: PactResponse): readonly string[] {
  const [rule] = matchingRules?.['status']?.['$']?.matchers ?? [];
  const listed = rule?.['status'];
  if (Array.isArray(listed)) return listed.map(String);
  if (typeof listed === 'string') return [listed === 'success' ? SUCCESS : listed];
  return [String(status)];
}
