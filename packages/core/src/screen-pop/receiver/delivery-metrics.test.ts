import { type Attributes, createNoopMeter, type MeterProvider, metrics } from '@opentelemetry/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OTHER_SECRET, payload, receiverRig, signed } from './receiver.test.fixture.ts';

const points: { readonly name: string; readonly value: number; readonly attributes: Attributes | undefined }[] = [];
const record =
  (name: string) =>
  (value: number, attributes?: Attributes): void =>
    void points.push({ name, value, attributes });
const meters: MeterProvider = {
  getMeter: () =>
    Object.assign(createNoopMeter(), {
      createCounter: (name: string) => ({ add: record(name) }),
      createHistogram: (name: string) => ({ record: record(name) }),
    }),
};

beforeAll(() => void metrics.setGlobalMeterProvider(meters));
afterAll(() => metrics.disable());

test('every delivery is counted by outcome and reason, however often its line is logged, and never by brand or number', async () => {
  await using rig = receiverRig();
  const forgery = signed(payload(), { secret: OTHER_SECRET });
  await rig.send('/acme', signed());
  for (let index = 0; index < 3; index += 1) await rig.send('/acme', forgery);
  const refused = { 'phone_switch.outcome': 'refused', 'phone_switch.reason': 'signature_wrong' };
  const published = { 'phone_switch.outcome': 'published', 'phone_switch.reason': 'published' };
  const counted = points.filter(({ name }) => name === 'phone_switch.screen_pop.deliveries');
  expect(counted).toEqual(
    [published, refused, refused, refused].map((attributes) => ({
      name: 'phone_switch.screen_pop.deliveries',
      value: 1,
      attributes,
    })),
  );
  expect(points.filter(({ name }) => name === 'phone_switch.screen_pop.duration')).toHaveLength(4);
  expect(rig.logger.at('warn')).toHaveLength(1);
});
