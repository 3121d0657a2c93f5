import type { BrandId } from '../call/ids.ts';
import type { ConfiguredPlugin } from '../plugin/define-plugin.ts';
import type { Clock } from '../runtime/clock.ts';
import type { DeliveryVerifier } from '../screen-pop/verification/delivery-verifier.ts';
import { makeVerifier } from '../screen-pop/verification/make-verifier.ts';
import { explainMappedEvent, readMappedEvent } from '../screen-pop/reading/read-mapped-event.ts';
import type { ReceivingBrand } from '../screen-pop/receiver/receiving-brand.ts';
import type { ScreenPopSource } from '../screen-pop/screen-pop-ports.ts';
import type { ScreenPopSettings } from '../screen-pop/settings/screen-pop-settings.ts';

/** Reads the deliveries of brands whose plugin has no way of its own. */
const USUAL_NAMES: ScreenPopSource = { decode: readMappedEvent, explain: explainMappedEvent };

/** A brand that takes screen pops. As long as it is idle it holds its settings; what verifies and reads is made on first use. */
export class LazyReceivingBrand implements ReceivingBrand {
  readonly brandId: BrandId;
  readonly settings: ScreenPopSettings;
  readonly #parts: { readonly configured: ConfiguredPlugin; readonly clock: Clock };
  #verifier: DeliveryVerifier | undefined;
  #source: ScreenPopSource | undefined;

  constructor(
    brandId: BrandId,
    settings: ScreenPopSettings,
    parts: { readonly configured: ConfiguredPlugin; readonly clock: Clock },
  ) {
    this.brandId = brandId;
    this.settings = settings;
    this.#parts = parts;
  }

  get verifier(): DeliveryVerifier {
    return (this.#verifier ??= makeVerifier(this.settings.verification, this.#parts.clock));
  }

  get source(): ScreenPopSource {
    return (this.#source ??= this.#parts.configured.screenPop() ?? USUAL_NAMES);
  }
}
