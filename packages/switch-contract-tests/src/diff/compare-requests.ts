import type { PactRequest } from '../pact/pact-file.ts';
import { change, type ContractChange } from './contract-change.ts';
import { headerRuleOf, headersOf, isSame, leavesOf, partition, ruleOf } from './compare-values.ts';

/** What the middleware is sent otherwise than before. */
export function* compareRequests(where: string, before: PactRequest, after: PactRequest): Generator<ContractChange> {
  const target = ({ method, path }: PactRequest): string => `${method} ${path}`;
  if (target(before) !== target(after) || !isSame(before.query, after.query)) {
    yield change('request-target-changed', where, `${target(before)} became ${target(after)}`);
  }
  yield* compareHeaders(where, before, after);
  yield* compareFields(where, before, after);
}

function* compareHeaders(where: string, before: PactRequest, after: PactRequest): Generator<ContractChange> {
  const [old, fresh] = [headersOf(before), headersOf(after)];
  const { kept, removed, added } = partition(old.keys(), fresh.keys());
  for (const name of removed) yield change('request-header-removed', where, `the header ${name} is no longer sent`);
  for (const name of added) yield change('request-header-added', where, `the header ${name} is sent`);
  for (const name of kept) {
    const sameRule = headerRuleOf(before, name) === headerRuleOf(after, name);
    const sameValue = old.get(name) === fresh.get(name);
    if (sameRule && sameValue) continue;
    const isExample = sameRule && headerRuleOf(after, name) !== undefined;
    yield change(isExample ? 'request-example-changed' : 'request-header-changed', where, `the header ${name} is another`);
  }
}

function* compareFields(where: string, before: PactRequest, after: PactRequest): Generator<ContractChange> {
  const [old, fresh] = [leavesOf(before.body), leavesOf(after.body)];
  const { kept, removed, added } = partition(old.keys(), fresh.keys());
  for (const place of removed) yield change('request-field-removed', where, `${place} is no longer sent`);
  for (const place of added) yield change('request-field-added', where, `${place} is sent`);
  for (const place of kept) {
    const [from, to] = [old.get(place), fresh.get(place)];
    const rules = [before, after].map(({ matchingRules }) => ruleOf(matchingRules?.['body']?.[place]));
    if (isSame(from, to) && rules[0] === rules[1]) continue;
    // Requests carry no promise about values but their type: an example of another text is no news.
    const isExample = typeof from === typeof to;
    yield change(isExample ? 'request-example-changed' : 'request-value-changed', where, `${place} is another`);
  }
}
