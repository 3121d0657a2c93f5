import { getEventListeners, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createSwitchHost,
  type CustomerDirectory,
  InMemoryCustomerDirectory,
  InProcessDeliveryLedger,
  InProcessScreenPopChannel,
  type ListedCustomer,
  LOOPBACK_ALLOWED,
  parseAgentExtension,
  parseBrandId,
  type ScreenPopChannel,
  type ScreenPopEntry,
  type ScreenPopReceiver,
  type SwitchHost,
  writeScreenPopEvents,
} from '@elasticfunnels/switch-core';
import { five9Plugin } from '@elasticfunnels/switch-five9';
import { CountingClock } from '../faults/counting-clock.ts';
import type { SoakBrand } from './soak-brands.ts';

/** Where traffic of the soak's own is spoilt on purpose. */
export interface PlatformPlants {
  readonly directory?: (directory: CustomerDirectory) => CustomerDirectory;
}

/**
 * What is kept is bounded by a number, in the product too; here by a small one, so that the bound is reached while the soak
 * warms up and what grows after that is a leak.
 */
const KEPT = { entriesPerTopic: 5, maxEntries: 500, maxEvents: 500, maxIds: 1_000 };

/** Left alone for a short time, so that there are many trials. */
const ORIGIN_LIMITS = { firstPauseMs: 1_000, longestPauseMs: 2_000 };
const HEARTBEAT_MS = 1_000;

/** A platform in one process: the host, a receiver of screen pops, screens that stay, and screens that come and go. */
export class SoakPlatform {
  readonly clock = new CountingClock();
  readonly host: SwitchHost;
  /** How often each event was shown on the screen that stays, by its number. */
  readonly shown: Uint8Array;
  readonly #channel: InProcessScreenPopChannel;
  readonly #ledger: InProcessDeliveryLedger;
  readonly #receiver: ScreenPopReceiver;
  readonly #server: Server;
  readonly #stopping = new AbortController();

  constructor(events: number, plants: PlatformPlants = {}) {
    this.shown = new Uint8Array(events);
    this.#channel = new InProcessScreenPopChannel(this.clock, KEPT);
    this.#ledger = new InProcessDeliveryLedger(this.clock, { maxIds: KEPT.maxIds });
    this.host = createSwitchHost({
      clock: this.clock,
      network: LOOPBACK_ALLOWED,
      originLimits: ORIGIN_LIMITS,
      deliveryLedger: this.#ledger,
      screenPopChannel: this.#channel,
    });
    this.host.register(five9Plugin);
    const directory = new InMemoryCustomerDirectory(listCustomers());
    this.#receiver = this.host.receiveScreenPops({ directory: plants.directory?.(directory) ?? directory });
    this.#server = createServer((request, response) => this.#serve(request, response));
  }

  get screenPops(): ScreenPopChannel {
    return this.host.screenPops;
  }

  /** @returns where it takes screen pops and shows screens */
  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** One screen for each of these brands, which stays to the end. */
  async openScreens(brands: readonly SoakBrand[]): Promise<void> {
    for (const brand of brands) await this.host.screenPops.subscribe(topicOf(brand.id, String(brand.firstExtension)), this.#show);
  }

  /**
   * In the order in which a platform ends: nobody new, the streams, deliveries under way, then the host.
   *
   * @returns how many listeners are left on the signal that ended the streams
   */
  async close(): Promise<number> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#stopping.abort();
    await this.#receiver.close();
    this.#server.closeIdleConnections();
    await this.host.close();
    this.#server.closeAllConnections();
    await closed;
    await this.#channel.close();
    await this.#ledger.close();
    return getEventListeners(this.#stopping.signal, 'abort').length;
  }

  readonly #show = ({ pop }: ScreenPopEntry): void => {
    const number = Number(pop.event.callId.slice('soak-'.length));
    this.shown[number] = (this.shown[number] ?? 0) + 1;
  };

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '';
    if (path.startsWith('/screen-pops/')) return this.#receiver.listener(request, response);
    const [, brand, extension] = /^\/agents\/([^/]+)\/([^/]+)\/events$/.exec(path) ?? [];
    if (brand === undefined || extension === undefined) return void response.writeHead(404).end();
    const options = { clock: this.clock, signal: this.#stopping.signal, heartbeatMs: HEARTBEAT_MS };
    writeScreenPopEvents(this.host.screenPops, topicOf(brand, extension), request, response, options);
  }
}

/** Some of the numbers that call, for some of the brands. */
function listCustomers(): readonly ListedCustomer[] {
  return Array.from({ length: 50 }, (_, index) => ({
    brand: `brand-${index}`,
    customer: { id: `c-${index}`, displayName: `Customer ${index}` },
    numbers: Array.from({ length: 20 }, (_number, last) => `+1202555${String(100 + ((index + last) % 100)).padStart(4, '0')}`),
  }));
}

function topicOf(brand: string, extension: string): Parameters<ScreenPopChannel['subscribe']>[0] {
  return { brandId: parseBrandId(brand), agentExtension: parseAgentExtension(extension) };
}
