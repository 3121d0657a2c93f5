import { setTimeout as pause } from 'node:timers/promises';
import { SwitchError, type SwitchHost } from '@elasticfunnels/switch-core';
import type { SoakBrand } from './soak-brands.ts';

/** What changes are made with. */
export interface ChangeParts {
  readonly host: () => SwitchHost;
  readonly brands: readonly SoakBrand[];
  readonly active: number;
  readonly apiKey: string;
  readonly random: () => number;
}

const EVERY_MS = 200;
const GONE_MS = 150;
const CAMPAIGNS = ['outbound-sales', 'support', 'confidential'];

/** What administrators do all day: settings that change, brands that go and come back, services that move. */
export class BrandChanges {
  readonly #parts: ChangeParts;
  readonly #restless: readonly SoakBrand[];
  readonly #underWay = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #changes = 0;
  /** Settings that nobody should have accepted, and were. */
  #accepted = 0;

  constructor(parts: ChangeParts) {
    this.#parts = parts;
    this.#restless = parts.brands.filter(({ restless }) => restless);
  }

  get changes(): number {
    return this.#changes;
  }

  get badSettingsAccepted(): number {
    return this.#accepted;
  }

  /** Registers all brands. */
  registerAll(): void {
    for (const brand of this.#parts.brands) this.#set(brand);
  }

  start(): void {
    this.#timer = setInterval(() => this.#changeSomething(), EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#underWay);
  }

  /** An instance of the middleware is at another address from now on. */
  move({ from, to }: { readonly from: string; readonly to: string }): void {
    for (const brand of this.#parts.brands) {
      if (brand.origin !== from) continue;
      brand.origin = to;
      this.#set(brand);
    }
  }

  #changeSomething(): void {
    this.#changes += 1;
    const { brands, active, random } = this.#parts;
    const chance = random();
    if (chance < 0.5) return this.#set(this.#pick(brands.slice(0, active)));
    if (chance < 0.6) return this.#setBadly(this.#pick(brands));
    const brand = this.#pick(chance < 0.8 ? this.#restless : brands.slice(active));
    const returning = this.#removeAndReturn(brand).finally(() => this.#underWay.delete(returning));
    this.#underWay.add(returning);
  }

  #set(brand: SoakBrand): void {
    const { host, apiKey } = this.#parts;
    brand.revision += 1;
    brand.changedAtMs = performance.now();
    const campaign = CAMPAIGNS[brand.revision % CAMPAIGNS.length];
    host().setBrand(brand.id, {
      plugin: 'five9',
      config: { api_base_url: brand.origin, api_key: apiKey, campaign_name: campaign },
      screenPop: { signing_secrets: [brand.signingSecret], default_region: 'US' },
    });
  }

  #setBadly(brand: SoakBrand): void {
    try {
      this.#parts.host().setBrand(brand.id, { plugin: 'five9', config: { api_base_url: 'ftp://nowhere', api_kee: 'x' } });
      this.#accepted += 1;
    } catch (error) {
      if (!SwitchError.has(error, 'CONFIG_INVALID')) this.#accepted += 1;
    }
  }

  async #removeAndReturn(brand: SoakBrand): Promise<void> {
    brand.changedAtMs = performance.now();
    const gone = this.#parts.host().removeBrand(brand.id);
    await pause(this.#parts.random() * GONE_MS);
    // Before what is under way on the old switch has ended.
    this.#set(brand);
    await gone;
  }

  #pick(brands: readonly SoakBrand[]): SoakBrand {
    const brand = brands[Math.floor(this.#parts.random() * brands.length)];
    if (brand === undefined) throw new Error('There is no brand to change.');
    return brand;
  }
}
