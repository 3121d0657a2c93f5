import { ScriptedTransport } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import { SwitchError } from '../errors/switch-error.ts';
import { LOOPBACK_ALLOWED, PUBLIC_HTTPS_ONLY } from '../http/network-policy.ts';
import type { SwitchPlugin } from '../plugin/define-plugin.ts';
import type { Capability } from '../switch/capabilities.ts';
import type { PhoneSwitch } from '../switch/phone-switch.ts';
import { createSwitchHost } from './create-switch-host.ts';
import type { SwitchHostOptions } from './phone-switch-module.ts';
import { CALL, switchErrorOf, vendorPlugin, vendorSwitch } from './vendor.test.fixture.ts';

async function withSwitch<T>(
  plugin: SwitchPlugin,
  work: (phone: PhoneSwitch) => T | Promise<T>,
  options: SwitchHostOptions = {},
): Promise<T> {
  await using host = createSwitchHost({ transport: new ScriptedTransport(), ...options });
  host.register(plugin);
  host.setBrand('acme', { plugin: plugin.id, config: { label: 'a' } });
  return work(await host.phoneSwitch('acme'));
}
const open = (plugin: SwitchPlugin): Promise<readonly string[]> => withSwitch(plugin, ({ capabilities }) => [...capabilities]);

describe("a recording's URL goes by the network policy of the host", () => {
  const url = new URL('http://127.0.0.1/recording.wav');
  const recordingUnder = (network: SwitchHostOptions['network'] & object): Promise<unknown> =>
    withSwitch(
      vendorPlugin(() => vendorSwitch({ getCallRecordingUrl: async () => ({ status: 'available', url }) })),
      (phone) => phone.getCallRecordingUrl(CALL).catch((error: unknown) => error),
      { network },
    );
  const checkedUnder = (network: SwitchHostOptions['network'] & object): Promise<unknown> =>
    withSwitch(
      vendorPlugin((_config, { parseRecordingUrl }) =>
        vendorSwitch({ getCallRecordingUrl: async () => ({ status: 'available', url: parseRecordingUrl(url.href) }) }),
      ),
      (phone) => phone.getCallRecordingUrl(CALL).catch((error: unknown) => error),
      { network },
    );

  test.each([
    ['whatever the driver checks', recordingUnder],
    ['and so does what the driver checks it with', checkedUnder],
  ])('%s', async (_who, ask) => {
    expect(await ask(PUBLIC_HTTPS_ONLY)).toMatchObject({ code: 'CONTRACT_VIOLATED', details: { reason: 'unusable_url' } });
    expect(await ask(LOOPBACK_ALLOWED)).toEqual({ status: 'available', url });
  });
});

describe('a plugin that fails to open the switch', () => {
  test('and says why in our way is told as it said it, with the brand and the plugin', async () => {
    const told = new SwitchError(
      'CONFIG_INVALID',
      { issues: [{ path: 'label', message: 'is none of ours' }] },
      { hint: 'Ask Ann.' },
    );
    const error = await switchErrorOf(open(vendorPlugin(() => Promise.reject(told))));
    const { code, details, hint } = told;
    expect(error).toMatchObject({ code, details, hint, plugin: 'vendor', brand: 'acme' });
  });

  test('and throws anything else is named as the one to blame', async () => {
    const bug = new TypeError('bug');
    const error = await switchErrorOf(open(vendorPlugin(() => Promise.reject(bug))));
    expect(error).toMatchObject({ code: 'INTERNAL', effect: 'none', plugin: 'vendor', brand: 'acme', cause: bug });
    expect(error.message).toMatch(/plugin vendor .*open/);
  });
});

describe('a switch has the methods of the capabilities that its plugin declares', () => {
  const lacking = (capability: Capability, method: string): SwitchPlugin => {
    const phone = vendorSwitch();
    Reflect.deleteProperty(phone, method);
    return vendorPlugin(() => phone, { capabilities: [capability] });
  };

  test.each([
    ['agent.status', 'getAgentStatus'],
    ['call.status', 'findCall'],
  ] as const)('%s without %s() is refused, naming it', async (capability, method) => {
    const error = await switchErrorOf(open(lacking(capability, method)));
    expect(error).toMatchObject({ code: 'PLUGIN_INVALID', details: { plugin: 'vendor', reason: 'incomplete' } });
    expect(error.message).toContain(`${method}()`);
  });

  test('and need have no others', async () => {
    expect(await open(lacking('agent.status', 'findCall'))).toEqual(['agent.status']);
    expect(await open(lacking('transfer.attended', 'getAgentStatus'))).toEqual(['transfer.attended']);
  });

  test('one that this core does not know yet asks for none', async () => {
    const plugin = vendorPlugin(() => vendorSwitch());
    const newer: SwitchPlugin = { ...plugin, capabilities: new Set(JSON.parse('["call.whisper"]')) };
    expect(await open(newer)).toEqual(['call.whisper']);
  });
});
