import type { BrandId } from '../call/ids.ts';
import { SwitchError } from '../errors/switch-error.ts';
import type { ConfiguredPlugin } from '../plugin/define-plugin.ts';
import {
  createScreenPopReceiver,
  type ReceiverServices,
  type ReceiveScreenPopsOptions,
  type ScreenPopReceiver,
} from '../screen-pop/receiver/screen-pop-receiver.ts';
import type { ReceivingBrand } from '../screen-pop/receiver/receiving-brand.ts';
import type { ScreenPopChannel } from '../screen-pop/screen-pop-ports.ts';
import type { ScreenPopSettings } from '../screen-pop/settings/screen-pop-settings.ts';
import { checkReceiveOptions } from './host-options.ts';
import { LazyReceivingBrand } from './lazy-receiving-brand.ts';

/** What the receivers of a host share. */
export type ScreenPopServices = Omit<ReceiverServices, 'findBrand'>;

/** Which brands of a host take screen pops, and the receivers that take them. */
export class HostScreenPops {
  readonly #services: ScreenPopServices;
  /** Undefined for a brand that takes none. */
  readonly #brands = new Map<string, ReceivingBrand | undefined>();
  readonly #receivers = new Set<ScreenPopReceiver>();
  #closed = false;

  constructor(services: ScreenPopServices) {
    this.#services = services;
  }

  get channel(): ScreenPopChannel {
    return this.#services.channel;
  }

  /** @param settings undefined where the brand takes no screen pops */
  bind(brandId: BrandId, settings: ScreenPopSettings | undefined, configured: ConfiguredPlugin): void {
    const { clock } = this.#services;
    this.#brands.set(brandId, settings && new LazyReceivingBrand(brandId, settings, { configured, clock }));
  }

  unbind(brandId: BrandId): void {
    this.#brands.delete(brandId);
  }

  /** @throws SwitchError `CLOSED`, and `CONFIG_INVALID` with every option that is wrong, or that is none. */
  receive(options: ReceiveScreenPopsOptions): ScreenPopReceiver {
    if (this.#closed) throw new SwitchError('CLOSED', {}, { message: 'This host is closed.' });
    checkReceiveOptions(options);
    const findBrand = (brand: string): ReturnType<ReceiverServices['findBrand']> =>
      this.#brands.get(brand) ?? (this.#brands.has(brand) ? 'not_set_up' : 'unknown_brand');
    const receiver = createScreenPopReceiver(options, { ...this.#services, findBrand });
    const close = async (): Promise<void> => {
      await receiver.close();
      this.#receivers.delete(counted);
    };
    const counted: ScreenPopReceiver = { ...receiver, close, [Symbol.asyncDispose]: close };
    this.#receivers.add(counted);
    return counted;
  }

  /** Closes every receiver; deliveries under way are finished first. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#receivers].map((receiver) => receiver.close()));
    this.#brands.clear();
  }
}
