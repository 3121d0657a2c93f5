import { createSwitchHost, type PhoneSwitch, parseAgentExtension, supports } from '@elasticfunnels/switch-core';
import { expect, test } from 'vitest';
import { createMemorySwitch, type MemorySwitch, type MemorySwitchOptions } from './memory-switch.ts';

const agentExtension = parseAgentExtension('1001');
const destination = '+15550004567';

async function open(
  options: MemorySwitchOptions = {},
  config: unknown = {},
): Promise<MemorySwitch & { readonly phone: PhoneSwitch }> {
  const memory = createMemorySwitch(options);
  memory.world.setAgent('1001', 'ready');
  const host = createSwitchHost();
  host.register(memory.plugin);
  host.setBrand('acme', { plugin: 'memory', config });
  return { ...memory, phone: await host.phoneSwitch('acme') };
}

test('its configuration is strict', async () => {
  await expect(open({}, { apikey: 'k' })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
});

test('a world with a key takes no other', async () => {
  const { phone } = await open({ apiKey: 'right' }, { api_key: 'wrong' });
  await expect(phone.connect()).rejects.toMatchObject({ code: 'UNAUTHENTICATED', effect: 'none' });
  const { phone: good } = await open({ apiKey: 'right' }, { api_key: 'right' });
  await expect(good.connect()).resolves.toMatchObject({ status: 'verified' });
});

test('a dial that is only accepted is found by its reference', async () => {
  const { phone, world } = await open({ dialsAs: 'accepted' });
  const result = await phone.makeCall({ agentExtension, destination });
  if (result.status !== 'accepted' || !supports(phone, 'call.status')) throw new Error('expected an accepted dial');
  const call = await phone.findCall(result.reference);
  expect(call?.callId).toBe(world.calls()[0]?.callId);
});

test('the agent stays in wrap-up where the world is made so', async () => {
  const { phone, world } = await open({ wrapUp: true });
  const result = await phone.makeCall({ agentExtension, destination });
  if (result.status !== 'placed') throw new Error('expected a placed call');
  await expect(phone.hangupCall(result.call)).resolves.toEqual({ status: 'ended', wrapUpRequired: true });
  await expect(phone.makeCall({ agentExtension, destination: '+15550009999' })).rejects.toMatchObject({
    code: 'AGENT_NOT_READY',
  });
  world.finishWrapUp('1001');
  await expect(phone.makeCall({ agentExtension, destination })).resolves.toMatchObject({ status: 'placed' });
});

test('a world that records nothing says so', async () => {
  const { phone } = await open({ recordsCalls: false });
  const result = await phone.makeCall({ agentExtension, destination });
  if (result.status !== 'placed') throw new Error('expected a placed call');
  await expect(phone.getCallRecordingUrl(result.call)).resolves.toEqual({ status: 'none', reason: 'not_recorded' });
});

test('keys of earlier dials outlive the driver', async () => {
  const memory = createMemorySwitch();
  memory.world.setAgent('1001', 'ready');
  const dialOnce = async (): Promise<unknown> => {
    await using host = createSwitchHost();
    host.register(memory.plugin);
    host.setBrand('acme', { plugin: 'memory', config: {} });
    return (await host.phoneSwitch('acme')).makeCall({ agentExtension, destination }, { idempotencyKey: 'one-intent' });
  };
  await dialOnce();
  await expect(dialOnce()).resolves.toMatchObject({ replayed: true });
  expect(memory.world.rings(destination)).toBe(1);
});
