import type { BrandId } from '../call/ids.ts';
import type { ScreenPopEvent } from './screen-pop-event.ts';

/**
 * Reads one vendor's deliveries.
 *
 * @example const source: ScreenPopSource = { decode: (payload) => readEvent(payload) };
 */
export interface ScreenPopSource {
  /** The canonical event, or undefined when the payload is not one. Must not throw. */
  decode(payload: unknown): ScreenPopEvent | undefined;
}

/**
 * Remembers which deliveries have been published, so that each is published once, on all nodes.
 *
 * @example if (await ledger.claim(brandId, deliveryId)) { await publish(); await ledger.confirm(brandId, deliveryId); }
 */
export interface DeliveryLedger {
  /** True for the one who may publish. A claim that is never confirmed expires, so a crash loses nothing. */
  claim(brandId: BrandId, deliveryId: string): Promise<boolean>;
  confirm(brandId: BrandId, deliveryId: string): Promise<void>;
  /** Publishing failed: the sender's next try may claim it again. */
  release(brandId: BrandId, deliveryId: string): Promise<void>;
}

/**
 * Brings screen pops to the agents' screens.
 *
 * @example const stop = channel.subscribe(brandId, agentExtension, (event) => show(event));
 */
export interface ScreenPopChannel {
  publish(brandId: BrandId, event: ScreenPopEvent): Promise<void>;
  /** Without an agent: the brand's queue. The returned function ends the subscription. */
  subscribe(brandId: BrandId, agentExtension: string | undefined, receive: (event: ScreenPopEvent) => void): () => void;
}
