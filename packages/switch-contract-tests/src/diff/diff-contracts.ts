import { CONSUMERS } from '../catalogue/participants.ts';
import { type Contract, loadContract } from '../contract-files/load-contract.ts';
import { type MessagePactFile, type PactFile, type PactInteraction, referenceOf } from '../pact/pact-file.ts';
import { compareAnswers, compareContents } from './compare-answers.ts';
import { compareRequests } from './compare-requests.ts';
import { compareSchemas } from './compare-schemas.ts';
import { compareStates } from './compare-states.ts';
import { isSame, partition } from './compare-values.ts';
import { change, type ContractChange, type Impact } from './contract-change.ts';

/** What has changed between two contracts, and which version follows. */
export interface ContractDiff {
  /** The gravest first. */
  readonly changes: readonly ContractChange[];
  readonly breaking: boolean;
  readonly impact: Impact | 'none';
  readonly from: string;
  readonly to: string;
  /** The least version that the new contract may have. */
  readonly requiredVersion: string;
  /** Whether the new contract has that version, or a later one. */
  readonly versionSuffices: boolean;
}

const GRAVITY: readonly Impact[] = ['major', 'minor', 'patch'];

/** Compares the contracts in two folders. @throws ContractFilesError */
export async function diffContracts(oldDirectory: string, newDirectory: string): Promise<ContractDiff> {
  return diffLoaded(await loadContract(oldDirectory), await loadContract(newDirectory));
}

/** The same of contracts that are loaded already. */
export function diffLoaded(before: Contract, after: Contract): ContractDiff {
  const found = [...compareContracts(before, after)];
  const changes = found.toSorted((a, b) => GRAVITY.indexOf(a.impact) - GRAVITY.indexOf(b.impact));
  const impact = changes[0]?.impact ?? 'none';
  const requiredVersion = bump(before.version, impact);
  return {
    changes,
    breaking: impact === 'major',
    impact,
    from: before.version,
    to: after.version,
    requiredVersion,
    versionSuffices: compareVersions(after.version, requiredVersion) >= 0,
  };
}

function* compareContracts(before: Contract, after: Contract): Generator<ContractChange> {
  for (const name of ['core', 'basic', 'extended'] as const) yield* comparePacts(before[name], after[name]);
  yield* compareMessages(before.screenPop, after.screenPop);
  yield* compareStates(before.states, after.states);
  yield* compareSchemas(before.schemas, after.schemas);
  if (!isSame(before.openapi, after.openapi)) yield change('document-changed', 'openapi.json', 'the document is another');
}

function* comparePacts(before: PactFile, after: PactFile): Generator<ContractChange> {
  const [old, fresh] = [byId(before), byId(after)];
  const { kept, removed, added } = partition(old.keys(), fresh.keys());
  const optional = after.consumer.name === CONSUMERS.extended;
  for (const id of removed) yield change('interaction-removed', nameOf(old.get(id), id), 'it is no longer asked for');
  for (const id of added) {
    yield change(optional ? 'interaction-added-extended' : 'interaction-added', nameOf(fresh.get(id), id), 'it is asked for');
  }
  for (const id of kept) {
    const [from, to] = [old.get(id), fresh.get(id)];
    if (from !== undefined && to !== undefined) yield* compareInteractions(nameOf(to, id), from, to);
  }
}

function* compareInteractions(where: string, before: PactInteraction, after: PactInteraction): Generator<ContractChange> {
  if (before.description !== after.description) yield change('interaction-described', where, 'its description is another');
  if (referenceOf(before).level !== referenceOf(after).level) {
    yield change('level-changed', where, `${referenceOf(before).level} became ${referenceOf(after).level}`);
  }
  const states = ({ providerStates = [] }: PactInteraction): string => providerStates.map(({ name }) => name).join(' and ');
  if (states(before) !== states(after)) {
    yield change('state-of-interaction-changed', where, `"${states(before)}" became "${states(after)}"`);
  }
  yield* compareRequests(where, before.request, after.request);
  yield* compareAnswers(where, before.response, after.response);
}

function* compareMessages(before: MessagePactFile, after: MessagePactFile): Generator<ContractChange> {
  const find = ({ interactions }: MessagePactFile, name: string): MessagePactFile['interactions'][number] | undefined =>
    interactions.find(({ description }) => description === name);
  const names = ({ interactions }: MessagePactFile): readonly string[] => interactions.map(({ description }) => description);
  const { kept, removed, added } = partition(names(before), names(after));
  for (const name of removed) yield change('interaction-removed', `screen pop: ${name}`, 'it is no longer asked for');
  for (const name of added) yield change('interaction-added', `screen pop: ${name}`, 'it is asked for');
  for (const name of kept) {
    const [from, to] = [find(before, name), find(after, name)];
    if (from === undefined || to === undefined) continue;
    yield* compareContents(`screen pop: ${name}`, { ...from, body: from.contents }, { ...to, body: to.contents });
  }
}

function byId({ interactions }: PactFile): ReadonlyMap<string, PactInteraction> {
  return new Map(interactions.map((each) => [referenceOf(each).interaction, each]));
}

function nameOf(interaction: PactInteraction | undefined, id: string): string {
  return interaction === undefined ? id : `${id} ${referenceOf(interaction).operation}`;
}

function bump(version: string, impact: Impact | 'none'): string {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (impact === 'major') return `${major + 1}.0.0`;
  if (impact === 'minor') return `${major}.${minor + 1}.0`;
  return impact === 'patch' ? `${major}.${minor}.${patch + 1}` : version;
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  const position = left.findIndex((part, index) => part !== right[index]);
  return position === -1 ? 0 : (left[position] ?? 0) - (right[position] ?? 0);
}
