import {
  type Counter,
  context,
  createNoopMeter,
  type Histogram,
  isSpanContextValid,
  type Meter,
  metrics,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type UpDownCounter,
} from '@opentelemetry/api';

const SCOPE = '@elasticfunnels/switch-core';

/** How an operation ended, for spans and metrics: names and codes only, never a number or a call's content. */
export interface OperationEnd {
  /** The result's `status`, or the error's `code`. */
  readonly outcome: string;
  readonly failed: boolean;
  readonly effect?: string;
  readonly durationMs: number;
}

/** How a delivery of a screen pop ended: names alone, never a brand, a number or what was delivered. */
export interface DeliveryEnd {
  readonly outcome: string;
  readonly reason: string;
  readonly durationMs: number;
}

/** One operation that is being observed. */
export interface OperationObservation {
  /** Runs `work` with the operation's span as the active one. */
  run<T>(work: () => T): T;
  end(end: OperationEnd): void;
}

/**
 * Spans and metrics through the OpenTelemetry API. Without an SDK registered in the process they cost next to
 * nothing; with one, register it before the first operation.
 *
 * @see https://opentelemetry.io/docs/specs/otel/
 */
export interface Telemetry {
  start(operation: string, attributes: Readonly<Record<string, string>>): OperationObservation;
  /** Counts a delivery of a screen pop. */
  recordDelivery(end: DeliveryEnd): void;
  /** Counts a request that was refused without a try, for the sake of its origin. */
  recordRefusedRequest(reason: 'breaker_open' | 'over_limit'): void;
  /** Counts the origins that are left alone: one more, or some fewer. */
  recordOpenOrigins(change: number): void;
}

interface Instruments {
  readonly operations: Counter;
  readonly duration: Histogram;
  readonly deliveries: Counter;
  readonly deliveryDuration: Histogram;
  readonly refusedRequests: Counter;
  readonly openOrigins: UpDownCounter;
}

// What there is while no SDK is registered: then the labels of a point need not be made.
const SILENT: Counter = createNoopMeter().createCounter('none');

/** Telemetry on whatever OpenTelemetry SDK the process registered. */
export function openTelemetry(): Telemetry {
  const tracer = trace.getTracer(SCOPE);
  let instruments: Instruments | undefined;
  // Made on first use: unlike the tracer, an instrument made before the SDK is registered stays silent for ever.
  const getInstruments = (): Instruments => {
    if (instruments !== undefined) return instruments;
    instruments = createInstruments(metrics.getMeter(SCOPE));
    return instruments;
  };
  return {
    start(operation, attributes) {
      const labels: Record<string, string> = { 'phone_switch.operation': operation, ...attributes };
      const span = tracer.startSpan(`phone_switch.${operation}`, { kind: SpanKind.CLIENT, attributes: labels });
      return {
        // One that no SDK made has nothing to hand on, and making a context for it costs more than all the rest.
        run: (work) => (isSpanContextValid(span.spanContext()) ? runWithin(span, work) : work()),
        end: ({ outcome, failed, effect, durationMs }) => {
          span.setAttribute('phone_switch.outcome', outcome);
          if (effect !== undefined) span.setAttribute('phone_switch.effect', effect);
          if (failed) span.setStatus({ code: SpanStatusCode.ERROR, message: outcome });
          span.end();
          const { operations, duration } = getInstruments();
          if (operations === SILENT) return;
          // The brand is left out of metrics: thousands of brands would be thousands of series.
          const { 'phone_switch.brand': _brand, ...dimensions } = labels;
          operations.add(1, { ...dimensions, 'phone_switch.outcome': outcome });
          duration.record(durationMs / 1000, { ...dimensions, 'phone_switch.outcome': outcome });
        },
      };
    },
    recordDelivery: ({ outcome, reason, durationMs }) => {
      const { deliveries, deliveryDuration } = getInstruments();
      const dimensions = { 'phone_switch.outcome': outcome, 'phone_switch.reason': reason };
      deliveries.add(1, dimensions);
      deliveryDuration.record(durationMs / 1000, dimensions);
    },
    // Neither says which origin: thousands of brands would be thousands of series. The log line and the channel say it.
    recordRefusedRequest: (reason) => getInstruments().refusedRequests.add(1, { 'phone_switch.reason': reason }),
    recordOpenOrigins: (change) => getInstruments().openOrigins.add(change),
  };
}

function createInstruments(meter: Meter): Instruments {
  return {
    operations: meter.createCounter('phone_switch.operations', { description: 'Operations by outcome.' }),
    duration: meter.createHistogram('phone_switch.operation.duration', { description: 'How long operations took.', unit: 's' }),
    deliveries: meter.createCounter('phone_switch.screen_pop.deliveries', {
      description: 'Deliveries of screen pops by outcome and reason.',
    }),
    deliveryDuration: meter.createHistogram('phone_switch.screen_pop.duration', {
      description: 'How long it took to answer deliveries of screen pops.',
      unit: 's',
    }),
    refusedRequests: meter.createCounter('phone_switch.requests.refused', {
      description: 'Requests that were refused without a try, by reason.',
    }),
    openOrigins: meter.createUpDownCounter('phone_switch.origins.open', {
      description: 'Origins that failed so often that they are left alone for a while.',
    }),
  };
}

function runWithin<T>(span: Span, work: () => T): T {
  return context.with(trace.setSpan(context.active(), span), work);
}

/** Adds the W3C trace context of the active span, where the process registered a propagator. */
export function injectTraceContext(headers: Record<string, string>): void {
  propagation.inject(context.active(), headers);
}
