import type { BrandId } from '../../call/ids.ts';
import type { DeliveryVerifier } from '../verification/delivery-verifier.ts';
import type { ScreenPopSource } from '../screen-pop-ports.ts';
import type { ScreenPopSettings } from '../settings/screen-pop-settings.ts';

/** A brand that takes screen pops. */
export interface ReceivingBrand {
  readonly brandId: BrandId;
  readonly settings: ScreenPopSettings;
  /** Made on first use, and kept as long as the settings are the same. */
  readonly verifier: DeliveryVerifier;
  readonly source: ScreenPopSource;
}

/** The brand of this name, or why there is none to receive for. */
export type FindReceivingBrand = (brand: string) => ReceivingBrand | 'unknown_brand' | 'not_set_up';
