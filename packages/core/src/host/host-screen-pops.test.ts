import { FakeClock, ScriptedTransport } from '@elasticfunnels/switch-core/testing';
import { Container } from 'inversify';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { SwitchError } from '../errors/switch-error.ts';
import { definePlugin } from '../plugin/define-plugin.ts';
import { systemClock } from '../runtime/clock.ts';
import { InProcessDeliveryLedger } from '../screen-pop/channel/in-process-delivery-ledger.ts';
import { InProcessScreenPopChannel } from '../screen-pop/channel/in-process-screen-pop-channel.ts';
import { readMappedEvent } from '../screen-pop/reading/read-mapped-event.ts';
import {
  DIRECTORY,
  OTHER_SECRET,
  payload,
  receiverRig,
  SIGNING_SECRET,
  signed,
} from '../screen-pop/receiver/receiver.test.fixture.ts';
import { createSwitchHost } from './create-switch-host.ts';
import { phoneSwitchModule } from './phone-switch-module.ts';
import { TOKENS } from './tokens.ts';
import { ACME, rejectionOf, vendorPlugin, vendorSwitch } from './vendor.test.fixture.ts';

const settings = (screenPop?: unknown, label = 'a') => ({ plugin: 'vendor', config: { label }, screenPop });
const SIGNED_BY_ACME = { signing_secrets: [SIGNING_SECRET] };

describe("a brand's screen-pop settings", () => {
  test.each([
    ['no verification at all', {}, 'screenPop.signing_secrets'],
    ['a secret that is none', { signing_secrets: ['s3cret-of-acme'] }, 'screenPop.signing_secrets.0'],
    ['a field that is none', { ...SIGNED_BY_ACME, signing_secret: OTHER_SECRET }, 'screenPop.signing_secret'],
    ['a text', 's3cret-of-acme', 'screenPop'],
  ])('that are wrong, %s: CONFIG_INVALID with the path, no value, and the brand as it was', async (_what, screenPop, path) => {
    await using rig = receiverRig();
    try {
      rig.host.setBrand('acme', settings(screenPop));
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'CONFIG_INVALID', plugin: 'vendor', brand: 'acme', effect: 'none' });
      expect(SwitchError.has(error, 'CONFIG_INVALID') && error.details.issues.map((issue) => issue.path)).toContain(path);
      expect(String(error) + JSON.stringify(error)).not.toMatch(/s3cret|plJ3nm/);
    }
    expect((await rig.send('/acme', signed())).status).toBe(200);
  });

  test('that change hold for the next delivery, and leave the switch as it is', async () => {
    await using rig = receiverRig();
    rig.host.setBrand('acme', settings(SIGNED_BY_ACME));
    const phone = await rig.host.phoneSwitch('acme');
    expect((await rig.send('/acme', signed())).status).toBe(200);
    rig.host.setBrand('acme', settings({ signing_secrets: [OTHER_SECRET, SIGNING_SECRET] }));
    const statuses = [SIGNING_SECRET, OTHER_SECRET].map(async (secret) => rig.send('/acme', signed(payload(), { secret })));
    expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([200, 200]);
    rig.host.setBrand('acme', settings({ signing_secrets: [OTHER_SECRET] }));
    expect((await rig.send('/acme', signed())).status).toBe(401);
    expect(await rig.host.phoneSwitch('acme')).toBe(phone);
  });

  test.each([[undefined], [null]])('that are %j: the brand takes no screen pops any more', async (screenPop) => {
    await using rig = receiverRig();
    rig.host.setBrand('acme', settings(screenPop));
    await rig.send('/acme', signed());
    expect(rig.reports).toMatchObject([{ status: 401, reason: 'not_set_up', brand: 'acme' }]);
  });

  test('go with the brand', async () => {
    await using rig = receiverRig();
    await rig.host.removeBrand('acme');
    await rig.send('/acme', signed());
    expect(rig.reports).toMatchObject([{ status: 401, reason: 'unknown_brand' }]);
  });
});

describe('deliveries are read', () => {
  const plugin = (decode: () => never) =>
    definePlugin({
      id: 'own',
      displayName: 'Own',
      capabilities: [],
      config: z.strictObject({}),
      connect: () => vendorSwitch(),
      screenPop: () => ({ decode }),
    });

  test("by the plugin's own source where it has one, made once; one that throws is our failure, and nothing is lost", async () => {
    await using rig = receiverRig();
    rig.host.register(
      plugin(() => {
        throw new TypeError('+12025550123');
      }),
    );
    rig.host.setBrand('acme', { plugin: 'own', config: {}, screenPop: SIGNED_BY_ACME });
    const request = signed();
    expect((await rig.send('/acme', request)).status).toBe(500);
    expect(rig.logger.at('error')[0]).toMatchObject({
      fields: { reason: 'internal', brand: 'acme', error: { name: 'TypeError' } },
    });
    expect(rig.logger.text()).not.toContain('2025550123');
    rig.host.setBrand('acme', settings(SIGNED_BY_ACME));
    expect((await rig.send('/acme', request)).status).toBe(200);
  });

  test("by the usual names and the brand's field map where the plugin has none", async () => {
    await using rig = receiverRig();
    rig.host.setBrand('acme', settings({ ...SIGNED_BY_ACME, field_map: { callId: ['session'] } }));
    expect((await rig.send('/acme', signed('{"session":"s-1","caller_id":"+12025550123"}'))).status).toBe(200);
    expect(rig.reports[0]).toMatchObject({ event: { callId: 's-1' }, number: { e164: '+12025550123' } });
  });
});

describe('who makes a ledger or a channel closes it', () => {
  test('the host its own', async () => {
    const host = createSwitchHost({ transport: new ScriptedTransport() });
    const { screenPops } = host;
    await host.close();
    expect(await rejectionOf(screenPops.subscribe({ brandId: ACME }, () => {}))).toMatchObject({ code: 'CLOSED' });
  });

  test('the platform what it passed in', async () => {
    const screenPopChannel = new InProcessScreenPopChannel(systemClock);
    const deliveryLedger = new InProcessDeliveryLedger(systemClock);
    const host = createSwitchHost({ transport: new ScriptedTransport(), screenPopChannel, deliveryLedger });
    expect(host.screenPops).toBe(screenPopChannel);
    await host.close();
    await (await screenPopChannel.subscribe({ brandId: ACME }, () => {})).close();
    expect(await deliveryLedger.claim(ACME, ['k'])).toMatchObject({ status: 'claimed' });
  });

  test('and what it bound in its own container', async () => {
    const container = new Container();
    container.load(phoneSwitchModule({ transport: new ScriptedTransport() }));
    const deliveryLedger = new InProcessDeliveryLedger(systemClock);
    container.rebind(TOKENS.deliveryLedger).toConstantValue(deliveryLedger);
    const host = container.get(TOKENS.host);
    expect(container.get(TOKENS.screenPopChannel)).toBe(host.screenPops);
    host.register(vendorPlugin(() => vendorSwitch()));
    host.setBrand('acme', settings(SIGNED_BY_ACME));
    const receiver = host.receiveScreenPops({ directory: DIRECTORY });
    await deliveryLedger
      .claim(ACME, ['delivery:msg_bound'])
      .then(async (held) => held.status === 'claimed' && held.claim.confirm());
    const answer = await receiver.handle(new Request('https://platform.test/acme', signed(payload(), { id: 'msg_bound' })));
    expect(await answer.text()).toBe('{"status":"duplicate"}');
    await host.close();
    expect(await deliveryLedger.claim(ACME, ['k'])).toMatchObject({ status: 'claimed' });
  });
});

test('ten thousand idle brands with screen pops start no timer, and only the one that is used has its deliveries read', async () => {
  const clock = new FakeClock();
  await using host = createSwitchHost({ clock, transport: new ScriptedTransport() });
  let sources = 0;
  host.register(
    definePlugin({
      id: 'own',
      displayName: 'Own',
      capabilities: [],
      config: z.strictObject({}),
      connect: () => vendorSwitch(),
      screenPop: () => {
        sources += 1;
        return { decode: readMappedEvent };
      },
    }),
  );
  for (let index = 0; index < 10_000; index += 1) {
    host.setBrand(`brand-${index}`, { plugin: 'own', config: {}, screenPop: SIGNED_BY_ACME });
  }
  const receiver = host.receiveScreenPops({ directory: DIRECTORY });
  for (let index = 0; index < 3; index += 1) {
    const request = signed(payload({ ani: 'anonymous' }), { timestamp: clock.now() });
    expect((await receiver.handle(new Request('https://platform.test/brand-7', request))).status).toBe(200);
  }
  expect([clock.pendingTimers, sources]).toEqual([0, 1]);
});

test('a host that is closed takes no deliveries: it says so at once, not to each of them', async () => {
  const host = createSwitchHost({ transport: new ScriptedTransport() });
  await host.close();
  const receive = (): unknown => host.receiveScreenPops({ directory: DIRECTORY });
  expect(receive).toThrow(expect.objectContaining({ code: 'CLOSED', message: expect.stringMatching(/host is closed/) }));
});

test('a delivery while the host closes is answered, and one after it is turned away', async () => {
  const rig = receiverRig();
  const underWay = rig.send('/acme', signed());
  await Promise.all([underWay, rig.host.close()]);
  expect((await underWay).status).toBe(200);
  expect((await rig.send('/acme', signed())).status).toBe(503);
});
