import { FakeClock, RecordingLogger } from '@elasticfunnels/switch-core/testing';
import { PUBLIC_HTTPS_ONLY } from '../http/network-policy.ts';
import { DEFAULT_RETRY } from '../http/retry-policy.ts';
import { UndiciTransport } from '../http/undici-transport.ts';
import type { SwitchPlugin } from '../plugin/define-plugin.ts';
import { openTelemetry } from '../runtime/telemetry.ts';
import type { Capability } from '../switch/capabilities.ts';
import type { OperationsWith } from '../switch/phone-switch.ts';
import { InProcessDialGuard } from './dial-guard.ts';
import { type BrandBinding, switchFactory } from './open-switch.ts';
import { SwitchPool } from './switch-pool.ts';
import { vendorPlugin, vendorSwitch } from './vendor.test.fixture.ts';

/** Lets everything that is due happen. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A pool, and what a test sees of it. */
export interface PoolStage {
  readonly pool: SwitchPool;
  readonly events: string[];
  readonly clock: FakeClock;
  readonly logger: RecordingLogger;
  readonly binding: (label: string) => BrandBinding;
}

/** A pool over a vendor whose switches say when they open and close. */
export function setUp(
  behaviour: {
    open?: (label: string) => Promise<void> | void;
    vendor?: (label: string) => Partial<OperationsWith<Capability>>;
  } = {},
): PoolStage {
  const events: string[] = [];
  const clock = new FakeClock();
  const logger = new RecordingLogger();
  const plugin: SwitchPlugin = vendorPlugin(async ({ label }) => {
    await behaviour.open?.(label);
    events.push(`open ${label}`);
    return vendorSwitch({
      close: async () => {
        events.push(`close ${label}`);
      },
      ...behaviour.vendor?.(label),
    });
  });
  const shared = {
    transport: new UndiciTransport(),
    network: PUBLIC_HTTPS_ONLY,
    retry: DEFAULT_RETRY,
    telemetry: openTelemetry(),
  };
  const pool = new SwitchPool(switchFactory({ ...shared, clock, logger, dialGuard: new InProcessDialGuard(clock) }), {
    clock,
    logger,
  });
  const binding = (label: string): BrandBinding => ({ plugin, configured: plugin.configure({ label }) });
  return { pool, events, clock, logger, binding };
}
