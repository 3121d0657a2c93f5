import {
  createSwitchHost,
  LOOPBACK_ALLOWED,
  parseAgentExtension,
  parseCallId,
  type PhoneSwitch,
} from '@elasticfunnels/switch-core';
import { five9Plugin } from '@elasticfunnels/switch-five9';
import { describe, expect, test } from 'vitest';
import { EXAMPLES, REFUSED } from '../catalogue/examples.ts';
import { INTERACTIONS } from '../catalogue/interactions.ts';
import { loadContract } from '../contract-files/load-contract.ts';
import { materialise } from '../materialise/materialise.ts';
import { type PactInteraction, referenceOf } from '../pact/pact-file.ts';
import { INTERACTION_HEADER, startStub, type StubAnswer } from './start-stub.ts';

const contract = await loadContract();
const pacts = [contract.core, contract.extended];

async function openPhone(url: string, credentials: Readonly<Record<string, string>> = { api_key: 'any' }) {
  const host = createSwitchHost({ network: LOOPBACK_ALLOWED, retry: { attempts: 1 } });
  host.register(five9Plugin);
  host.setBrand('brand', { plugin: 'five9', config: { api_base_url: url, ...credentials } });
  return { phone: await host.phoneSwitch('brand'), [Symbol.asyncDispose]: () => host.close() };
}

const dial = (phone: PhoneSwitch, agent: string, destination: string): Promise<unknown> =>
  phone.makeCall({ agentExtension: parseAgentExtension(agent), destination });
const call = (id: string): { readonly callId: ReturnType<typeof parseCallId> } => ({ callId: parseCallId(id) });

function ask(
  url: string,
  { request, comments }: PactInteraction,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const own = Object.fromEntries(Object.entries(request.headers ?? {}).map(([name, values]) => [name, values.join(', ')]));
  return fetch(`${url}${request.path}`, {
    method: request.method,
    headers: { ...own, [INTERACTION_HEADER]: comments.references.contract.interaction, ...headers },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body.content) }),
  });
}

describe('the stub', () => {
  test('lets the real driver dial, transfer, hang up and find the recording', async () => {
    await using stub = await startStub({ pacts });
    await using opened = await openPhone(stub.url);
    const { phone } = opened;
    expect(await phone.connect()).toMatchObject({ status: 'verified' });
    expect(await dial(phone, '2001', '+442079460000')).toMatchObject({ status: 'placed', call: { callId: EXAMPLES.callId } });
    const reference = call(EXAMPLES.callId);
    expect(await phone.transferCall({ call: reference, targetExtension: '1002' })).toEqual({ status: 'transferred' });
    expect(await phone.hangupCall(reference)).toEqual({ status: 'ended' });
    expect(await phone.getCallRecordingUrl(reference)).toMatchObject({ status: 'available' });
  });

  test('refuses what stands in the contract to be refused', async () => {
    await using stub = await startStub({ pacts });
    await using opened = await openPhone(stub.url);
    const { phone } = opened;
    await expect(dial(phone, REFUSED.agentExtension, '+442079460000')).rejects.toMatchObject({ code: 'REJECTED' });
    await expect(dial(phone, '1001', REFUSED.destination)).rejects.toMatchObject({ code: 'REJECTED' });
    await expect(phone.hangupCall(call(REFUSED.callId))).rejects.toMatchObject({ code: 'CALL_NOT_FOUND' });
    const toNobody = { call: call('1'), targetExtension: REFUSED.targetExtension };
    await expect(phone.transferCall(toNobody)).rejects.toMatchObject({ code: 'REJECTED' });
    await using invalid = await openPhone(stub.url, { api_key: REFUSED.token });
    for (const refused of [() => invalid.phone.connect(), () => invalid.phone.hangupCall(call('1'))]) {
      await expect(refused()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    }
  });

  test('answers with a brand of its own paths and Basic, and with nothing else', async () => {
    const options = { basePath: '/api', paths: { makeCall: '/dial' }, authentication: { scheme: 'basic' } } as const;
    await using stub = await startStub({ pacts: pacts.map((pact) => materialise(pact, options)) });
    const credentials = { username: 'u', password: 'p', rest_make_call_path: '/dial' };
    await using opened = await openPhone(`${stub.url}/api/`, credentials);
    expect(await dial(opened.phone, '1001', '+1')).toMatchObject({ status: 'placed' });
    await using bearer = await openPhone(`${stub.url}/api`);
    await expect(bearer.phone.connect()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect((await fetch(`${stub.url}/`)).status).toBe(404);
  });

  test.each(
    [...contract.core.interactions, ...contract.extended.interactions].map((each) => ({
      id: referenceOf(each).interaction,
      each,
    })),
  )('answers $id as the pact has it, when it is named', async ({ each, id }) => {
    const answers: StubAnswer[] = [];
    await using stub = await startStub({ pacts, onAnswer: (answer) => answers.push(answer) });
    const response = await ask(stub.url, each);
    expect(response.status).toBe(each.response.status);
    const body = await response.text();
    expect(body === '' ? undefined : JSON.parse(body)).toEqual(each.response.body?.content);
    expect(answers).toMatchObject([{ interaction: id, status: each.response.status }]);
  });

  test('of the core, each request leads to its own answer without being named', async () => {
    await using stub = await startStub({ pacts });
    for (const each of contract.core.interactions) {
      const response = await ask(stub.url, each, { [INTERACTION_HEADER]: '' });
      expect(response.status, referenceOf(each).interaction).toBe(each.response.status);
    }
    expect(INTERACTIONS.filter(({ pact }) => pact === 'core')).toHaveLength(contract.core.interactions.length);
  });

  test.each([
    ['', 'text'],
    ['{', 'cut off'],
    ['[]', 'no object'],
    ['{"agent_extension":"1"}', 'incomplete'],
  ])('answers 400 to %j', async (body) => {
    await using stub = await startStub({ pacts });
    const headers = { authorization: 'Bearer any', 'content-type': 'application/json' };
    const response = await fetch(`${stub.url}/calls/make`, { method: 'POST', headers, body });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ success: false, message: expect.stringMatching(/must be/) });
  });
});
