import type { BrandId } from '../call/ids.ts';
import { SwitchError } from '../errors/switch-error.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import { settleWithin } from '../runtime/settle-within.ts';
import type { GuardedSwitch } from './guarded-switch.ts';
import type { BrandBinding, OpenSwitch } from './open-switch.ts';

interface Opened {
  readonly binding: BrandBinding;
  readonly phone: GuardedSwitch;
}

interface Opening {
  readonly binding: BrandBinding;
  readonly phone: Promise<GuardedSwitch>;
}

/** How long a plugin may take to open a switch, in milliseconds: nothing is sent meanwhile. */
const OPEN_MS = 30_000;

/**
 * The switches that are open, one a brand. A registered brand holds its configuration and nothing else: its switch is
 * opened on first use, kept, and opened anew when the configuration has changed.
 */
export class SwitchPool {
  readonly #open: OpenSwitch;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #bindings = new Map<string, BrandBinding>();
  readonly #opened = new Map<string, Opened>();
  readonly #opening = new Map<string, Opening>();
  /** Switches that were replaced or removed and still finish what is under way on them. */
  readonly #closing = new Set<Promise<void>>();
  #closed = false;

  constructor(open: OpenSwitch, services: { readonly clock: Clock; readonly logger: Logger }) {
    this.#open = open;
    this.#clock = services.clock;
    this.#logger = services.logger;
  }

  /** How many switches are open; idle brands are not among them. */
  get openCount(): number {
    return this.#opened.size;
  }

  has(brandId: BrandId): boolean {
    return this.#bindings.has(brandId);
  }

  /** The same configuration again changes nothing. */
  bind(brandId: BrandId, binding: BrandBinding): void {
    this.#assertOpen();
    const present = this.#bindings.get(brandId);
    const same = present?.plugin === binding.plugin && present.configured.digest() === binding.configured.digest();
    if (!same) this.#bindings.set(brandId, binding);
  }

  async unbind(brandId: BrandId): Promise<void> {
    this.#bindings.delete(brandId);
    const opened = this.#opened.get(brandId);
    this.#opened.delete(brandId);
    if (opened !== undefined) await this.#closeSwitch(opened.phone);
  }

  /** The brand's switch under its present configuration, where it is open already. */
  find(brandId: BrandId): GuardedSwitch | undefined {
    const binding = this.#getBinding(brandId);
    const opened = this.#opened.get(brandId);
    return opened?.binding === binding && !opened.phone.closed ? opened.phone : undefined;
  }

  /** The brand's switch under its present configuration. */
  async get(brandId: BrandId): Promise<GuardedSwitch> {
    for (;;) {
      const opened = this.find(brandId);
      if (opened !== undefined) return opened;
      const binding = this.#getBinding(brandId);
      const opening = this.#opening.get(brandId);
      await (opening?.binding === binding ? opening.phone : this.#startOpening(brandId, binding));
      // Looked for again: the configuration may have changed, or the brand gone, while it was being opened.
    }
  }

  /** Closes every switch, the last opened first, each independently of the others. @throws AggregateError */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled([...this.#opening.values()].map(({ phone }) => phone));
    const phones = [...this.#opened.values()].map(({ phone }) => phone).reverse();
    this.#opened.clear();
    this.#bindings.clear();
    const outcomes = await Promise.allSettled(phones.map((phone) => phone.close()));
    await Promise.all(this.#closing);
    const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${phones.length} switches did not close.`);
  }

  #getBinding(brandId: BrandId): BrandBinding {
    this.#assertOpen();
    const binding = this.#bindings.get(brandId);
    if (binding !== undefined) return binding;
    const issues = [{ path: 'brand', message: 'is not registered with this host' }];
    throw new SwitchError('ARGUMENT_INVALID', { issues }, { message: `The brand ${brandId} is not registered with this host.` });
  }

  // Memoised here and not in the container: a container keeps a rejected promise for ever.
  #startOpening(brandId: BrandId, binding: BrandBinding): Promise<GuardedSwitch> {
    const phone = this.#openAndKeep(brandId, binding).finally(() => {
      if (this.#opening.get(brandId)?.binding === binding) this.#opening.delete(brandId);
    });
    this.#opening.set(brandId, { binding, phone });
    return phone;
  }

  async #openAndKeep(brandId: BrandId, binding: BrandBinding): Promise<GuardedSwitch> {
    const phone = await this.#openBounded(brandId, binding);
    if (this.#closed || this.#bindings.get(brandId) !== binding) {
      void this.#closeSwitch(phone);
      return phone;
    }
    const previous = this.#opened.get(brandId);
    // Moved to the end: closing goes from the last opened to the first.
    this.#opened.delete(brandId);
    this.#opened.set(brandId, { binding, phone });
    // The new one is open before the old one closes; what is under way on the old one finishes there.
    if (previous !== undefined) void this.#closeSwitch(previous.phone);
    return phone;
  }

  async #openBounded(brandId: BrandId, binding: BrandBinding): Promise<GuardedSwitch> {
    const opening = this.#open(brandId, binding);
    const message = `The plugin ${binding.plugin.id} did not open the brand's switch in time.`;
    const tooLate = new SwitchError('TIMED_OUT', {}, { message, effect: 'none', plugin: binding.plugin.id, brand: brandId });
    let waiting = true;
    // A switch that comes when nobody waits for it any more is not left open.
    const closeLate = (phone: GuardedSwitch): void => {
      if (!waiting) void this.#closeSwitch(phone);
    };
    opening.then(closeLate, () => {});
    try {
      return await settleWithin(this.#clock, OPEN_MS, opening, tooLate);
    } finally {
      waiting = false;
    }
  }

  #closeSwitch(phone: GuardedSwitch): Promise<void> {
    const closing = phone
      .close()
      .catch((error: unknown) => {
        this.#logger.error({ error: SwitchError.is(error) ? error.toJSON() : String(error) }, 'a switch did not close');
      })
      .finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
    return closing;
  }

  #assertOpen(): void {
    if (this.#closed) throw new SwitchError('CLOSED', {}, { message: 'This host is closed.' });
  }
}
