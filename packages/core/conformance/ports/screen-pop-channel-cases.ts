import { channelDeliveryPromises } from './channel-delivery-promises.ts';
import { channelResumptionPromises } from './channel-resumption-promises.ts';
import { type PortCase, type PortSubject, toPortCases } from './port-case.ts';
import type { ScreenPopChannelStage } from './screen-pop-channel-stage.ts';

/**
 * What every screen-pop channel promises, as cases for whatever runner is at hand.
 *
 * @example for (const { name, run } of screenPopChannelCases(subject)) test(name, run);
 */
export function screenPopChannelCases(subject: PortSubject<ScreenPopChannelStage>): readonly PortCase[] {
  return toPortCases([...channelDeliveryPromises, ...channelResumptionPromises], subject);
}
