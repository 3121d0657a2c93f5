import { describe, expect, test } from 'vitest';
import { INTERACTIONS } from '../catalogue/interactions.ts';
import { PROVIDER_STATES } from '../catalogue/provider-states.ts';
import { type Json, type PactFile, type PactInteraction, referenceOf } from '../pact/pact-file.ts';
import { readCommitted } from './committed.test.fixture.ts';

const FILES = [
  'pacts/five9-driver-five9-rest-middleware.json',
  'pacts/five9-driver-basic-five9-rest-middleware.json',
  'pacts/five9-driver-extended-five9-rest-middleware.json',
];
const pacts = await Promise.all(FILES.map(async (path) => JSON.parse(await readCommitted(path)) as PactFile));
const interactions = pacts
  .flatMap((pact) => pact.interactions)
  .map((each) => {
    const { interaction: id, operation } = referenceOf(each);
    return { ...each, id, operation };
  });
const byId = (id: string): PactInteraction => interactions.find((each) => each.id === id) ?? expect.unreachable(id);
const bodyOf = (id: string): Json | undefined => byId(id).request.body?.content;

function* listRegexes(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (name === 'regex' && typeof inner === 'string') yield inner;
    else yield* listRegexes(inner);
  }
}

describe('the committed pacts', () => {
  test('have every interaction of the catalogue', () => {
    expect(interactions.map(({ id }) => id).toSorted()).toEqual(INTERACTIONS.map(({ id }) => id).toSorted());
  });

  test('are V4 and name no version of a tool', () => {
    for (const pact of pacts) expect(pact.metadata).toEqual({ pactSpecification: { version: '4.0' } });
  });

  test('anchor every regular expression', () => {
    const regexes = [...listRegexes(pacts)];
    expect(regexes.length).toBeGreaterThan(50);
    for (const regex of regexes) expect(regex).toMatch(/^\^.*\$$/);
  });

  test.each(interactions)('$id asks for states and parameters of the catalogue only', ({ providerStates = [] }) => {
    expect(providerStates).toHaveLength(1);
    for (const { name, params = {} } of providerStates) {
      const known = PROVIDER_STATES.find(({ state }) => state === name);
      expect(known?.params).toEqual(expect.arrayContaining(Object.keys(params)));
    }
  });

  test.each(interactions)('$id has one Authorization header, and no other credentials', ({ request }) => {
    const names = Object.keys(request.headers ?? {}).map((name) => name.toLowerCase());
    expect(names.filter((name) => /auth|key|token/.test(name)).filter((name) => name !== 'idempotency-key')).toEqual([
      'authorization',
    ]);
    expect(request.headers?.['Authorization']).toHaveLength(1);
  });

  test('leave out what was not given instead of sending null', () => {
    expect(bodyOf('M1')).toEqual({ agent_extension: '1001', destination: '+15550001111' });
    expect(Object.keys(bodyOf('M3') ?? {})).toEqual(['agent_extension', 'campaign_name', 'destination']);
  });

  test('assert no body where the driver reads none', () => {
    for (const id of ['C1', 'H1', 'T1', 'XT1', 'XR1']) expect(byId(id).response.body).toBeUndefined();
  });

  test('ask for the same message of every refusal', () => {
    const refused = interactions.filter(({ response }) => response.status >= 400);
    expect(refused.length).toBeGreaterThan(12);
    for (const { response } of refused) {
      expect(Object.keys(response.matchingRules?.['body'] ?? {})).toEqual(['$.message']);
    }
  });

  test('take the id of a call from the state that made it', () => {
    for (const { request } of interactions.filter(({ operation }) => ['hangup', 'transfer', 'recording'].includes(operation))) {
      expect(request.generators?.['body']?.['$.call_id']).toEqual({ type: 'ProviderState', expression: '${call_id}' });
    }
  });
});
