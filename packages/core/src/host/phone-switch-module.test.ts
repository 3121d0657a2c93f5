import { FakeClock, RecordingLogger, ScriptedTransport } from '@elasticfunnels/switch-core/testing';
import { Container } from 'inversify';
import { describe, expect, test } from 'vitest';
import type { ConnectResult, HangupResult, MakeCallResult } from '../call/results.ts';
import { SwitchError } from '../errors/switch-error.ts';
import { noAuthorisation } from '../http/authorisation.ts';
import { LOOPBACK_ALLOWED, type NetworkPolicy, PUBLIC_HTTPS_ONLY } from '../http/network-policy.ts';
import type { SwitchServices } from '../plugin/define-plugin.ts';
import { receiverRig, signed } from '../screen-pop/receiver/receiver.test.fixture.ts';
import type { Capability } from '../switch/capabilities.ts';
import type { OperationsWith } from '../switch/phone-switch.ts';
import type { DialGuard } from './dial-guard.ts';
import { createSwitchHost } from './create-switch-host.ts';
import { phoneSwitchModule, type SwitchHostOptions } from './phone-switch-module.ts';
import { TOKENS } from './tokens.ts';
import { ACME, CALL, DIAL, PLACED, switchErrorOf, vendorPlugin, vendorSwitch } from './vendor.test.fixture.ts';

function platformContainer(): Container {
  const container = new Container();
  container.load(phoneSwitchModule({ transport: new ScriptedTransport() }));
  return container;
}

async function dialThrough(container: Container): Promise<MakeCallResult> {
  await using host = container.get(TOKENS.host);
  host.register(vendorPlugin(() => vendorSwitch()));
  host.setBrand('acme', { plugin: 'vendor', config: { label: 'a' } });
  return (await host.phoneSwitch('acme')).makeCall(DIAL);
}

describe('a platform loads the module into its own container', () => {
  test('and has one host, registry and pool', () => {
    const container = platformContainer();
    expect(container.get(TOKENS.host)).toBe(container.get(TOKENS.host));
    expect(container.get(TOKENS.registry)).toBe(container.get(TOKENS.registry));
    expect(container.get(TOKENS.pool).openCount).toBe(0);
  });

  test('and rebinds the logger: its own is the one that is told', async () => {
    const container = platformContainer();
    const logger = new RecordingLogger();
    container.rebind(TOKENS.logger).toConstantValue(logger);
    await dialThrough(container);
    expect(logger.at('info')).toMatchObject([
      { message: 'operation done', fields: { operation: 'makeCall', outcome: 'placed' } },
    ]);
  });

  test('and rebinds the dial guard: its own is the one that is asked', async () => {
    const container = platformContainer();
    const asked: unknown[] = [];
    const shared: DialGuard = {
      dial: async (key, place) => {
        asked.push(key);
        return place();
      },
      identify: () => {},
      release: () => {},
    };
    container.rebind(TOKENS.dialGuard).toConstantValue(shared);
    expect(await dialThrough(container)).toEqual(PLACED);
    expect(asked).toEqual([{ brandId: 'acme', agentExtension: '1001', destination: '+15550004567' }]);
  });

  test('and rebinds the clock: the guard and the switches go by it', async () => {
    const container = platformContainer();
    const clock = new FakeClock();
    container.rebind(TOKENS.clock).toConstantValue(clock);
    const host = container.get(TOKENS.host);
    host.register(vendorPlugin(() => vendorSwitch({ connect: () => new Promise(() => {}) })));
    host.setBrand('acme', { plugin: 'vendor', config: { label: 'a' } });
    const outcome = (await host.phoneSwitch('acme')).connect().catch((error: unknown) => error);
    await clock.advance(10_050);
    expect(await outcome).toMatchObject({ code: 'TIMED_OUT' });
    await host.close();
  });

  test('and its tokens are the same in two copies of the package', () => {
    expect(TOKENS.host).toBe(Symbol.for('@elasticfunnels/switch-core/host'));
    expect(new Set(Object.values(TOKENS)).size).toBe(Object.keys(TOKENS).length);
  });
});

test("connections are made by the host's network policy, not by the usual one", async () => {
  // Nothing listens there, on any machine that is in order.
  const baseUrl = new URL('http://127.0.0.1:1');
  const codeUnder = async (network: NetworkPolicy): Promise<string> => {
    await using host = createSwitchHost({ network, retry: { attempts: 1 } });
    host.register(
      vendorPlugin((_config, { http }) => {
        const client = http({ baseUrl, authorisation: noAuthorisation });
        const read = (): ConnectResult => ({ status: 'verified', latencyMs: 1 });
        return vendorSwitch({
          connect: (options) => client.send({ operation: 'connect', method: 'GET', path: '/', read, options }),
        });
      }),
    );
    host.setBrand('acme', { plugin: 'vendor', config: { label: 'a' } });
    return (await switchErrorOf((await host.phoneSwitch('acme')).connect())).code;
  };
  expect([await codeUnder(PUBLIC_HTTPS_ONLY), await codeUnder(LOOPBACK_ALLOWED)]).toEqual(['BLOCKED_ADDRESS', 'UNREACHABLE']);
});

test("what goes wrong in a subscriber to screen pops is told to the host's logger", async () => {
  await using rig = receiverRig();
  await rig.host.screenPops.subscribe({ brandId: ACME, agentExtension: DIAL.agentExtension }, () => {
    throw new Error('the screen is gone');
  });
  expect((await rig.send('/acme', signed())).status).toBe(200);
  expect(rig.logger.at('error')).toMatchObject([{ message: expect.stringMatching(/subscriber to screen pops threw/) }]);
});

test('a network policy that is malformed is an error of the host, not of the first call', () => {
  const make = (): unknown => createSwitchHost({ network: { allowAddresses: ['10.0.0.0/'] } });
  try {
    make();
    expect.unreachable();
  } catch (error) {
    expect(SwitchError.has(error, 'CONFIG_INVALID') && error.details.issues[0]?.path).toBe('network.allowAddresses');
  }
});

describe('the limits of an origin', () => {
  const asking = (services: SwitchServices): Partial<OperationsWith<Capability>> => {
    const http = services.http({ baseUrl: new URL('https://switch.test'), authorisation: noAuthorisation });
    const exchange = { method: 'GET', path: '/calls', read: (): HangupResult => ({ status: 'ended' }) } as const;
    return { hangupCall: (_call, options) => http.send({ ...exchange, operation: 'hangupCall', options }) };
  };

  async function hangUpThrice(options: SwitchHostOptions, rebound?: ScriptedTransport): Promise<readonly string[]> {
    const container = new Container();
    container.load(phoneSwitchModule({ retry: { attempts: 1 }, ...options }));
    if (rebound !== undefined) container.rebind(TOKENS.transport).toConstantValue(rebound);
    await using host = container.get(TOKENS.host);
    host.register(vendorPlugin((_config, services) => vendorSwitch(asking(services))));
    host.setBrand('acme', { plugin: 'vendor', config: { label: 'a' } });
    const phone = await host.phoneSwitch('acme');
    const codes: string[] = [];
    for (let call = 1; call <= 3; call += 1) {
      const error = await switchErrorOf(phone.hangupCall(CALL));
      codes.push(SwitchError.has(error, 'UNREACHABLE') && error.details.retryAt !== undefined ? 'refused' : error.code);
    }
    return codes;
  }

  const failing = (): ScriptedTransport => {
    const fault = { kind: 'connect', reason: 'refused' } as const;
    return new ScriptedTransport().fail(fault).fail(fault).fail(fault);
  };
  const originLimits = { failuresInARow: 2 };

  test('are kept for the transport that was given, and for one that a platform rebinds', async () => {
    const expected = ['UNREACHABLE', 'UNREACHABLE', 'refused'];
    expect(await hangUpThrice({ transport: failing(), originLimits })).toEqual(expected);
    expect(await hangUpThrice({ originLimits }, failing())).toEqual(expected);
  });

  test('are ten failures by default', async () => {
    expect(await hangUpThrice({ transport: failing() })).toEqual(Array(3).fill('UNREACHABLE'));
  });

  test('may be turned off', async () => {
    expect(await hangUpThrice({ transport: failing(), originLimits: 'off' })).toEqual(Array(3).fill('UNREACHABLE'));
  });

  test('that are none are an error of the host, not of the first call', () => {
    expect(() => createSwitchHost({ originLimits: { underWay: 0 } })).toThrow('originLimits');
  });
});
