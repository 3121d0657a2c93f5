import { type HttpExchange, parseBrandId, type SwitchServices } from '@elasticfunnels/switch-core';
import { FakeClock, RecordingLogger } from '@elasticfunnels/switch-core/testing';
import { expect, test } from 'vitest';
import { DIAL } from './five9-phone.test.fixture.ts';
import { five9Plugin } from './plugin.ts';

/** What the driver is given by whoever opens it; every request is answered alike. */
function servicesWith(sent: HttpExchange<unknown>[]): SwitchServices {
  return {
    brandId: parseBrandId('acme'),
    http: () => ({
      async send(exchange) {
        sent.push(exchange);
        return exchange.read({ status: 200, headers: {}, body: '{"call_id":"7"}' });
      },
    }),
    parseRecordingUrl: (text) => new URL(text),
    clock: new FakeClock(),
    logger: new RecordingLogger(),
  };
}

test('a driver that is opened by itself dials without options, and makes up no key that no host gave it', async () => {
  const sent: HttpExchange<unknown>[] = [];
  const phone = await five9Plugin.configure({ api_base_url: 'https://five9.example', api_key: 'x' }).open(servicesWith(sent));
  expect(await phone.makeCall(DIAL)).toEqual({ status: 'placed', call: { callId: '7', agentExtension: '1001' } });
  expect(sent.map(({ operation, headers }) => [operation, headers])).toEqual([['makeCall', {}]]);
});
