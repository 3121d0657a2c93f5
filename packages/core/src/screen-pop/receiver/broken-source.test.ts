import { RecordingLogger } from '@elasticfunnels/switch-core/testing';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { createSwitchHost } from '../../host/create-switch-host.ts';
import { vendorSwitch } from '../../host/vendor.test.fixture.ts';
import { definePlugin } from '../../plugin/define-plugin.ts';
import type { ScreenPopEvent } from '../screen-pop-event.ts';
import type { ScreenPopEntry } from '../screen-pop.ts';
import { ACME, DIRECTORY, signed, SIGNING_SECRET } from './receiver.test.fixture.ts';

test('what a plugin reads and is no event is answered as our own fault, told to the operator by its field, and not shown', async () => {
  const logger = new RecordingLogger();
  await using host = createSwitchHost({ logger });
  const decode = (): ScreenPopEvent =>
    JSON.parse('{"event":"call.ringing","callId":"c","direction":"inbound","agent":{"extension":1001}}');
  host.register(
    definePlugin({
      id: 'vendor',
      displayName: 'Vendor',
      capabilities: [],
      config: z.strictObject({}),
      connect: () => vendorSwitch(),
      screenPop: () => ({ decode }),
    }),
  );
  host.setBrand(ACME, { plugin: 'vendor', config: {}, screenPop: { signing_secrets: [SIGNING_SECRET] } });
  const shown: ScreenPopEntry[] = [];
  await host.screenPops.subscribe({ brandId: ACME }, (entry) => void shown.push(entry));
  const receiver = host.receiveScreenPops({ directory: DIRECTORY });
  const delivery = signed();
  const answers = [1, 2].map(() => receiver.handle(new Request('https://platform.test/acme', delivery)));
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([500, 500]);
  expect(shown).toEqual([]);
  expect(logger.text()).toContain('agent.extension');
  expect(logger.text()).not.toContain('1001');
});
