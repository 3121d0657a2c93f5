import type { ProviderStateDescription } from '../catalogue/provider-states.ts';
import { change, type ContractChange } from './contract-change.ts';
import { partition } from './compare-values.ts';

type States = readonly ProviderStateDescription[];

/** What whoever sets up the states must do otherwise than before. */
export function* compareStates(before: States, after: States): Generator<ContractChange> {
  const [old, fresh] = [byName(before), byName(after)];
  const { kept, removed, added } = partition(old.keys(), fresh.keys());
  for (const name of removed) yield change('state-removed', name, 'the state is gone');
  for (const name of added) yield change('state-added', name, 'the state is new');
  for (const name of kept) {
    const [from, to] = [old.get(name), fresh.get(name)];
    if (from !== undefined && to !== undefined) yield* compareState(name, from, to);
  }
}

function* compareState(
  name: string,
  before: ProviderStateDescription,
  after: ProviderStateDescription,
): Generator<ContractChange> {
  const { removed, added } = partition(before.returns, after.returns);
  for (const value of added) yield change('state-return-added', name, `it must answer with ${value}`);
  for (const value of removed) yield change('state-return-removed', name, `it need not answer with ${value}`);
  if (before.meaning !== after.meaning || before.params.join() !== after.params.join()) {
    yield change('state-described', name, 'its meaning or parameters are described otherwise');
  }
}

function byName(states: States): ReadonlyMap<string, ProviderStateDescription> {
  return new Map(states.map((each) => [each.state, each]));
}
