import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createRequire } from 'node:module';
import { inspect } from 'node:util';

const CHANNELS = ['phone-switch.operation', 'phone-switch.retry', 'phone-switch.dial-joined'];

/** Whatever a process tells of itself beside its log: spans, metrics, diagnostics, warnings. */
export interface ProcessWatch extends Disposable {
  /** All of it since it was last taken, as text. */
  readonly take: () => string;
}

/** The parts of the OpenTelemetry API that are used here; what core loaded is what is registered with. */
interface OpenTelemetryApi {
  readonly trace: { setGlobalTracerProvider(provider: unknown): boolean; disable(): void };
  readonly metrics: { setGlobalMeterProvider(provider: unknown): boolean; disable(): void };
}

/** Registers a telemetry SDK that keeps every word it is told, and listens to everything else. */
export function watchProcess(): ProcessWatch {
  const told: string[] = [];
  const keep = (what: string, ...words: readonly unknown[]): void => {
    told.push(`${what} ${words.map((word) => inspect(word, { depth: Infinity, maxStringLength: null })).join(' ')}`);
  };
  const { trace, metrics } = createRequire(import.meta.resolve('@elasticfunnels/switch-core'))(
    '@opentelemetry/api',
  ) as OpenTelemetryApi;
  trace.setGlobalTracerProvider({ getTracer: () => makeTracer(keep) });
  metrics.setGlobalMeterProvider({ getMeter: () => makeMeter(keep) });
  const onMessage = (message: unknown, channel: string | symbol): void => keep(String(channel), message);
  for (const channel of CHANNELS) subscribe(channel, onMessage);
  const onWarning = (warning: Error): void => keep('warning', warning);
  process.on('warning', onWarning);
  return {
    take: () => told.splice(0).join('\n'),
    [Symbol.dispose]: () => {
      trace.disable();
      metrics.disable();
      for (const channel of CHANNELS) unsubscribe(channel, onMessage);
      process.off('warning', onWarning);
    },
  };
}

type Keep = (what: string, ...words: readonly unknown[]) => void;

/** Every method of a span that is told something keeps it. */
function makeTracer(keep: Keep): unknown {
  const methods = [
    'setAttribute',
    'setAttributes',
    'addEvent',
    'addLink',
    'addLinks',
    'setStatus',
    'updateName',
    'end',
    'recordException',
  ];
  const startSpan = (...words: readonly unknown[]): unknown => {
    keep('span', ...words);
    const span: Record<string, unknown> = {
      spanContext: () => ({ traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 }),
      isRecording: () => true,
    };
    for (const method of methods) {
      span[method] = (...said: readonly unknown[]): unknown => {
        keep(`span ${method}`, ...said);
        return span;
      };
    }
    return span;
  };
  return { startSpan, startActiveSpan: startSpan };
}

function makeMeter(keep: Keep): unknown {
  const make = (name: string, ...options: readonly unknown[]): unknown => {
    keep('instrument', name, ...options);
    const point = (...said: readonly unknown[]): void => keep(`point of ${name}`, ...said);
    return { add: point, record: point };
  };
  // Whatever kind of instrument is asked for: each is told its points in one of two ways.
  return new Proxy({}, { get: (_meter, method) => (String(method).startsWith('create') ? make : undefined) });
}
