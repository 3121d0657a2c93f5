import {
  type AgentExtension,
  type BrandId,
  parseAgentExtension,
  type ScreenPopChannel,
  type ScreenPopEntry,
  type ScreenPopSubscription,
} from '@elasticfunnels/switch-core';

/** What agents see: each subscribes to the pops that are for them, and to no others. */
export class AgentScreens implements AsyncDisposable {
  readonly #subscriptions: ScreenPopSubscription[] = [];
  readonly #shown = new Map<string, ScreenPopEntry[]>();
  readonly #waiting = new Map<string, () => void>();

  static async open(channel: ScreenPopChannel, brandId: BrandId, extensions: readonly string[]): Promise<AgentScreens> {
    const screens = new AgentScreens();
    for (const extension of extensions) {
      await screens.#open(channel, brandId, parseAgentExtension(extension));
    }
    return screens;
  }

  /** How many pops all screens together have shown. */
  get count(): number {
    return [...this.#shown.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /** What an agent has been shown, oldest first. */
  shown(extension: string): readonly ScreenPopEntry[] {
    return this.#shown.get(extension) ?? [];
  }

  /** The first pop on an agent's screen. @throws Error when none comes in time */
  async first(extension: string, withinMs: number): Promise<ScreenPopEntry> {
    const [present] = this.shown(extension);
    if (present !== undefined) return present;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => reject(new Error(`nothing came to the screen of agent ${extension} in time`)), withinMs);
    this.#waiting.set(extension, resolve);
    await promise.finally(() => clearTimeout(timer));
    return this.first(extension, withinMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#subscriptions.map((subscription) => subscription.close()));
  }

  async #open(channel: ScreenPopChannel, brandId: BrandId, agentExtension: AgentExtension): Promise<void> {
    const shown: ScreenPopEntry[] = [];
    this.#shown.set(agentExtension, shown);
    const subscription = await channel.subscribe({ brandId, agentExtension }, (entry) => {
      shown.push(entry);
      this.#waiting.get(agentExtension)?.();
    });
    this.#subscriptions.push(subscription);
  }
}
