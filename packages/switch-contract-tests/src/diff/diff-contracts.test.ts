import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../consumer/temporary-directory.test.fixture.ts';
import { type Contract, CONTRACT_DIRECTORY, loadContract } from '../contract-files/load-contract.ts';
import type { PactFile } from '../pact/pact-file.ts';
import { type ChangeKind, CHANGE_RULES } from './contract-change.ts';
import { diffContracts, diffLoaded } from './diff-contracts.ts';

const contract = await loadContract();
const [MAJOR = 0, MINOR = 0, PATCH = 0] = contract.version.split('.').map(Number);

function replaced(part: keyof Contract, from: string, to: string): Contract {
  const text = JSON.stringify(contract[part]);
  expect(text).toContain(from);
  return { ...contract, [part]: JSON.parse(text.replace(from, to)) };
}

const without = (part: 'core' | 'extended', id: string): Contract => ({
  ...contract,
  [part]: {
    ...contract[part],
    interactions: contract[part].interactions.filter((each) => each.comments.references.contract.interaction !== id),
  } satisfies PactFile,
});

function schemaReplaced(name: string, from: string, to: string): Contract {
  const text = JSON.stringify(contract.schemas.get(name));
  expect(text).toContain(from);
  return { ...contract, schemas: new Map(contract.schemas).set(name, JSON.parse(text.replace(from, to))) };
}

const withoutSchema: Contract = { ...contract, schemas: new Map([...contract.schemas].filter(([name]) => name !== 'error')) };
const fewerStates: Contract = { ...contract, states: contract.states.slice(1) };
const returning: Contract = {
  ...contract,
  states: contract.states.map((each) => (each.state === 'an active call' ? { ...each, returns: ['call_id', 'x'] } : each)),
};
const retryAfter = '"headers":{"Retry-After":["1"]},';

/** What leads to each kind of change, as the contract that results. The other way round is another kind. */
const CASES: Readonly<Record<ChangeKind, readonly [before: Contract, after: Contract]>> = {
  'interaction-added': [without('core', 'T2'), contract],
  'interaction-added-extended': [without('extended', 'XM4'), contract],
  'interaction-removed': [contract, without('core', 'T2')],
  'interaction-described': [contract, replaced('core', 'hang up an active call', 'end an active call')],
  'level-changed': [contract, replaced('extended', '"level":"full"', '"level":"standard"')],
  'request-target-changed': [contract, replaced('core', '/calls/hangup', '/calls/end')],
  'request-field-added': [contract, replaced('core', '"content":{"agent_extension"', '"content":{"a":"x","agent_extension"')],
  'request-field-removed': [contract, replaced('core', ',"skill_id":"501"},"contentType"', '},"contentType"')],
  'request-value-changed': [contract, replaced('core', '"skill_id":"501"},"contentType"', '"skill_id":501},"contentType"')],
  'request-example-changed': [contract, replaced('core', '"skill_id":"501"},"contentType"', '"skill_id":"9"},"contentType"')],
  'request-header-added': [contract, replaced('core', '"headers":{"Accept"', '"headers":{"X-Tenant":["a"],"Accept"')],
  'request-header-removed': [
    contract,
    replaced('core', '"Idempotency-Key":["0d9c1f6e-5a43-4f0b-9a51-6d0c3b8e7a21"]', '"Accept":["x"]'),
  ],
  'request-header-changed': [contract, replaced('core', '"^Bearer .+$"', '"^Token .+$"')],
  'status-narrowed': [contract, replaced('core', '[404,409,410]', '[404,410]')],
  'status-widened': [contract, replaced('core', '[404,409,410]', '[404,409,410,423]')],
  'answer-field-added': [contract, replaced('core', '{"message":"The cr', '{"code":"x","message":"The cr')],
  'answer-field-removed': [
    contract,
    replaced('core', '"content":{"recording_url":"https://recordings.example/300000000115271.wav"}', '"content":{}'),
  ],
  'answer-rule-changed': [contract, replaced('core', '"^https?://.+$"', '"^https://.+$"')],
  'answer-example-changed': [contract, replaced('core', 'recordings.example/300', 'audio.example/300')],
  'answer-header-added': [contract, replaced('extended', retryAfter, '"headers":{"Retry-After":["1"],"X-Left":["1"]},')],
  'answer-header-removed': [contract, replaced('extended', retryAfter, '"headers":{},')],
  'state-of-interaction-changed': [contract, replaced('core', '"name":"an active call"', '"name":"a call"')],
  'state-added': [fewerStates, contract],
  'state-removed': [contract, fewerStates],
  'state-return-added': [contract, returning],
  'state-return-removed': [returning, contract],
  'state-described': [contract, replaced('states', 'The agent is on a call.', 'The agent talks.')],
  'schema-added': [withoutSchema, contract],
  'schema-removed': [contract, withoutSchema],
  'schema-required-added': [contract, schemaReplaced('make-call-answer', '["call_id"]', '["call_id","success"]')],
  'schema-required-removed': [contract, schemaReplaced('make-call-answer', '["call_id"]', '[]')],
  'schema-request-relaxed': [contract, schemaReplaced('hangup-request', '["call_id"]', '[]')],
  'schema-property-changed': [contract, schemaReplaced('make-call-answer', '"maxLength":512', '"maxLength":64')],
  'schema-property-added': [contract, schemaReplaced('hangup-answer', '"success":', '"note":{},"success":')],
  'schema-property-removed': [contract, schemaReplaced('hangup-answer', '"wrap_up_required":', '"x":')],
  'schema-described': [contract, schemaReplaced('make-call-answer', 'opaque', 'whatever it is')],
  'document-changed': [contract, replaced('openapi', 'Place a call', 'Dial')],
};

describe('diffContracts', () => {
  test('finds nothing between a contract and itself', async () => {
    expect(await diffContracts(CONTRACT_DIRECTORY, CONTRACT_DIRECTORY)).toEqual({
      changes: [],
      breaking: false,
      impact: 'none',
      from: contract.version,
      to: contract.version,
      requiredVersion: contract.version,
      versionSuffices: true,
    });
  });

  test.each(Object.entries(CASES))('%s', (kind, [before, after]) => {
    const found = diffLoaded(before, after).changes.find((each) => each.kind === kind);
    const { impact, why } = CHANGE_RULES[kind as ChangeKind];
    expect(found).toMatchObject({ impact, why, breaking: impact === 'major' });
  });

  test('of screen pops, a field more is breaking', () => {
    const after = replaced('screenPop', '"content":{"agent"', '"content":{"queue":"x","agent"');
    expect(diffLoaded(contract, after)).toMatchObject({ breaking: true, changes: [{ kind: 'answer-field-added' }] });
  });

  test.each([
    ['interaction-added', `${MAJOR + 1}.0.0`],
    ['state-added', `${MAJOR}.${MINOR + 1}.0`],
    ['state-described', `${MAJOR}.${MINOR}.${PATCH + 1}`],
  ] as const)('after %s the version must be at least %s', (kind, version) => {
    const [before, after] = CASES[kind];
    expect(diffLoaded(before, { ...after, version: before.version })).toMatchObject({
      requiredVersion: version,
      versionSuffices: false,
    });
    expect(diffLoaded(before, { ...after, version }).versionSuffices).toBe(true);
    expect(diffLoaded(before, { ...after, version: '1000.0.0' }).versionSuffices).toBe(true);
  });

  test('refuses a folder whose files were changed by hand', async () => {
    await using copy = await temporaryDirectory();
    await cp(CONTRACT_DIRECTORY, copy.path, { recursive: true });
    await writeFile(join(copy.path, 'states.json'), '{}');
    await expect(diffContracts(CONTRACT_DIRECTORY, copy.path)).rejects.toThrow(/not the file of the manifest/);
  });
});
