import { describe, expect, test } from 'vitest';
import { loadContract } from '../contract-files/load-contract.ts';
import { type PactFile, type PactInteraction, referenceOf } from '../pact/pact-file.ts';
import { basicHeader, bearerHeader } from './authentication.ts';
import { materialise } from './materialise.ts';

const { core, basic, extended } = await loadContract();
const find = (pact: PactFile, id: string): PactInteraction =>
  pact.interactions.find((each) => referenceOf(each).interaction === id) ?? expect.unreachable(id);

const headerOf = (pact: PactFile, id: string): readonly string[] | undefined => find(pact, id).request.headers?.['Authorization'];

describe('materialise', () => {
  test('changes nothing when nothing is asked', () => {
    for (const pact of [core, basic, extended]) expect(JSON.stringify(materialise(pact, {}))).toBe(JSON.stringify(pact));
  });

  test('puts fixtures into requests and parameters of states, and leaves what is to be refused', () => {
    const fixtures = {
      agentExtension: '2001',
      destination: '+442079460000',
      targetExtension: '2002',
      campaignName: 'c',
      skillId: '9',
    };
    const pact = materialise(core, { fixtures });
    expect(find(pact, 'M2').request.body?.content).toEqual({
      agent_extension: '2001',
      destination: '+442079460000',
      campaign_name: 'c',
      skill_id: '9',
    });
    expect(find(pact, 'T1').providerStates?.[0]?.params).toEqual({
      agent_extension: '2001',
      destination: '+442079460000',
      target_extension: '2002',
    });
    expect(find(pact, 'M5').request.body?.content).toEqual({ agent_extension: '9999', destination: '+442079460000' });
    expect(find(pact, 'M6').request.body?.content).toMatchObject({ destination: 'not-a-number' });
    expect(JSON.stringify(pact)).not.toMatch(/"1001"|"1002"|\+15550001111/);
  });

  test('writes a secret into the file only when it is asked to, and never among the rejected', () => {
    const authentication = { scheme: 'bearer', credentials: { inline: bearerHeader('s3cr3t') } } as const;
    const pact = materialise(core, { authentication });
    expect(headerOf(pact, 'M1')).toEqual(['Bearer s3cr3t']);
    expect(headerOf(pact, 'C2')).toEqual(['Bearer invalid-token']);
    expect(headerOf(pact, 'M4')).toEqual(['Bearer invalid-token']);
  });

  test('leaves the header to the states, for a verifier that reads the secret elsewhere', () => {
    const pact = materialise(core, { authentication: { scheme: 'bearer', credentials: 'from-state' } });
    const generator = { expression: '${authorization}', type: 'ProviderState' };
    expect(find(pact, 'M1').request.generators?.['header']).toMatchObject({ Authorization: generator });
    expect(find(pact, 'C1').request.generators).toEqual({ header: { Authorization: generator } });
    expect(find(pact, 'C2').request.generators).toBeUndefined();
  });

  test('the core pact with Basic is the Basic pact', () => {
    const pact = materialise(core, { authentication: { scheme: 'basic' } });
    for (const [id, basicId] of [
      ['C1', 'BC1'],
      ['C2', 'BC2'],
      ['M1', 'BM1'],
      ['H1', 'BH1'],
    ] as const) {
      expect(find(pact, id).request).toEqual(find(basic, basicId).request);
    }
    expect(basicHeader('ü', 'p:w')).toBe('Basic w7w6cDp3');
  });

  test('leaves the header out for a service without credentials', () => {
    const { headers, matchingRules } = find(materialise(core, { authentication: { scheme: 'none' } }), 'C1').request;
    expect(headers).toEqual({ Accept: ['application/json'] });
    expect(matchingRules).toBeUndefined();
  });

  test('keeps the paths of a pact that has its own already, when none are given', () => {
    const own = materialise(core, { paths: { hangup: '/end?tenant=a' }, basePath: '/api' });
    expect(materialise(own, { fixtures: {} })).toEqual(own);
  });

  test('splits a path with a query as a verifier needs it', () => {
    const { request } = find(materialise(core, { paths: { hangup: '/end?tenant=a%20b' }, basePath: '/api/' }), 'H1');
    expect(request).toMatchObject({ path: '/api/end', query: { tenant: ['a b'] } });
  });
});
