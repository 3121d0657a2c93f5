import {
  type Attributes,
  context,
  createNoopMeter,
  type MeterProvider,
  metrics,
  propagation,
  ROOT_CONTEXT,
  type Span,
  type SpanOptions,
  SpanStatusCode,
  type SpanStatus,
  type TextMapPropagator,
  trace,
  type TracerProvider,
} from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSwitchHost } from '../host/create-switch-host.ts';
import { DIAL, rejectionOf, vendorPlugin, vendorSwitch } from '../host/vendor.test.fixture.ts';
import { injectTraceContext, openTelemetry } from './telemetry.ts';

interface SeenSpan {
  readonly name: string;
  readonly attributes: Record<string, unknown>;
  status?: SpanStatus;
  ended: boolean;
}

const spans: SeenSpan[] = [];
const points: { readonly name: string; readonly value: number; readonly attributes: Attributes | undefined }[] = [];

function recordSpan(name: string, options: SpanOptions = {}): Span {
  const seen: SeenSpan = { name, attributes: { ...options.attributes }, ended: false };
  spans.push(seen);
  const span: Span = {
    spanContext: () => ({ traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 }),
    setAttribute: (key, value) => {
      seen.attributes[key] = value;
      return span;
    },
    setStatus: (status) => {
      seen.status = status;
      return span;
    },
    end: () => {
      seen.ended = true;
    },
    setAttributes: () => span,
    addEvent: () => span,
    addLink: () => span,
    addLinks: () => span,
    updateName: () => span,
    isRecording: () => true,
    recordException: () => expect.unreachable('an exception may hold anything'),
  };
  return span;
}

const tracers: TracerProvider = {
  getTracer: () => ({
    startSpan: (name, options) => recordSpan(name, options),
    startActiveSpan: () => expect.unreachable(),
  }),
};
const meters: MeterProvider = {
  getMeter: () =>
    Object.assign(createNoopMeter(), {
      createCounter: (name: string) => ({
        add: (value: number, attributes?: Attributes) => void points.push({ name, value, attributes }),
      }),
      createUpDownCounter: (name: string) => ({
        add: (value: number, attributes?: Attributes) => void points.push({ name, value, attributes }),
      }),
      createHistogram: (name: string) => ({
        record: (value: number, attributes?: Attributes) => void points.push({ name, value, attributes }),
      }),
    }),
};

async function dial(makeCall = vendorSwitch().makeCall): Promise<void> {
  await using host = createSwitchHost();
  host.register(vendorPlugin(() => vendorSwitch({ makeCall })));
  host.setBrand('acme', { plugin: 'vendor', config: { label: 'a' } });
  const phone = await host.phoneSwitch('acme');
  await phone.makeCall(DIAL).catch(() => {});
}

// First, as metrics that were registered once stay so.
test('without an SDK it costs nothing and says nothing', async () => {
  const observation = openTelemetry().start('connect', {});
  expect(observation.run(() => 7)).toBe(7);
  observation.end({ outcome: 'verified', failed: false, durationMs: 1 });
  expect([spans, points]).toEqual([[], []]);
  expect(
    await rejectionOf(Promise.resolve(observation).then(() => observation.run(() => Promise.reject(new Error('through'))))),
  ).toMatchObject({ message: 'through' });
});

describe('every operation has a span and is counted', () => {
  beforeEach(() => {
    spans.length = 0;
    points.length = 0;
    trace.setGlobalTracerProvider(tracers);
    metrics.setGlobalMeterProvider(meters);
  });
  afterEach(() => {
    trace.disable();
    metrics.disable();
  });

  const labels = { 'phone_switch.operation': 'makeCall', 'phone_switch.plugin': 'vendor' };

  test('with its outcome', async () => {
    await dial();
    expect(spans).toEqual([
      {
        name: 'phone_switch.makeCall',
        ended: true,
        attributes: { ...labels, 'phone_switch.brand': 'acme', 'phone_switch.outcome': 'placed' },
      },
    ]);
  });

  test('that failed with its code and effect', async () => {
    await dial(() => Promise.reject(new Error('bug')));
    expect(spans).toMatchObject([
      {
        ended: true,
        status: { code: SpanStatusCode.ERROR, message: 'OUTCOME_UNKNOWN' },
        attributes: { 'phone_switch.outcome': 'OUTCOME_UNKNOWN', 'phone_switch.effect': 'unknown' },
      },
    ]);
  });

  test('the brand is left out of metrics: thousands of brands would be thousands of series', async () => {
    await dial();
    const attributes = { ...labels, 'phone_switch.outcome': 'placed' };
    expect(points).toEqual([
      { name: 'phone_switch.operations', value: 1, attributes },
      { name: 'phone_switch.operation.duration', value: expect.any(Number), attributes },
    ]);
  });

  test('refused requests are counted by reason, and open origins as they come and go; neither says which', () => {
    const telemetry = openTelemetry();
    telemetry.recordRefusedRequest('over_limit');
    telemetry.recordOpenOrigins(1);
    telemetry.recordOpenOrigins(-1);
    expect(points).toEqual([
      { name: 'phone_switch.requests.refused', value: 1, attributes: { 'phone_switch.reason': 'over_limit' } },
      { name: 'phone_switch.origins.open', value: 1, attributes: undefined },
      { name: 'phone_switch.origins.open', value: -1, attributes: undefined },
    ]);
  });

  test('no number, no name and no text of an error is in any', async () => {
    await dial(() => Promise.reject(new Error('s3cret of +15550004567')));
    expect(JSON.stringify([spans, points])).not.toMatch(/s3cret|5550004567|1001/);
  });
});

test('the W3C trace context of the active span goes into the headers, where a propagator is registered', () => {
  const propagator: TextMapPropagator = {
    inject: (active, carrier, setter) => {
      const span = trace.getSpanContext(active);
      setter.set(carrier, 'traceparent', span === undefined ? 'none' : `00-${span.traceId}-${span.spanId}-01`);
    },
    extract: () => ROOT_CONTEXT,
    fields: () => ['traceparent'],
  };
  const headers: Record<string, string> = {};
  injectTraceContext(headers);
  expect(headers).toEqual({});
  propagation.setGlobalPropagator(propagator);
  injectTraceContext(headers);
  propagation.disable();
  expect(headers).toEqual({ traceparent: 'none' });
  expect(context.active()).toBe(ROOT_CONTEXT);
});
