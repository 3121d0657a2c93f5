import { AddressGuard } from '../http/address-guard.ts';
import { PUBLIC_HTTPS_ONLY } from '../http/network-policy.ts';
import { parseRecordingUrl } from '../http/recording-url.ts';
import { FakeClock, RecordingLogger } from '@elasticfunnels/switch-core/testing';
import type { Logger } from '../runtime/logger.ts';
import { openTelemetry } from '../runtime/telemetry.ts';
import type { Capability } from '../switch/capabilities.ts';
import type { OperationsWith } from '../switch/phone-switch.ts';
import type { TransferCallRequest } from '../switch/requests.ts';
import { type DialGuard, InProcessDialGuard } from './dial-guard.ts';
import { GuardedSwitch } from './guarded-switch.ts';
import { OperationWatch } from './operation-watch.ts';
import { ACME, CALL, vendorSwitch } from './vendor.test.fixture.ts';

const ALL: readonly Capability[] = ['transfer.attended', 'agent.status', 'call.status'];

/** A vendor's switch behind the guard, and the clock that it goes by. */
export function guard(
  overrides: Partial<OperationsWith<Capability>>,
  more: { capabilities?: readonly Capability[]; logger?: Logger; dialGuard?: DialGuard } = {},
): { phone: GuardedSwitch; clock: FakeClock } {
  const clock = new FakeClock();
  const logger = more.logger ?? new RecordingLogger();
  const services = {
    brandId: ACME,
    clock,
    logger,
    dialGuard: more.dialGuard ?? new InProcessDialGuard(clock),
    capabilities: new Set(more.capabilities ?? ALL),
    parseRecordingUrl: (text: string) => parseRecordingUrl(text, new AddressGuard(PUBLIC_HTTPS_ONLY)),
  };
  const watch = new OperationWatch({ ...services, pluginId: 'vendor', telemetry: openTelemetry() });
  return { phone: new GuardedSwitch(vendorSwitch(overrides), { ...services, watch }), clock };
}

/** A transfer of the call that the vendor has placed. */
export const TRANSFER: TransferCallRequest = { call: CALL, targetExtension: '1002' };
