import { type ClientRequest, get } from 'node:http';
import { seededRandom } from '../faults/seeded-random.ts';
import type { SendingBrand } from './pop-sender.ts';

/** Who looks at their screens, and where. */
export interface BrowsingOrders {
  readonly seed: number;
  readonly url: string;
  readonly screens: number;
  readonly brands: readonly SendingBrand[];
}

const SHORTEST_STAY_MS = 200;
const LONGEST_STAY_MS = 4_000;

/** Agents' browsers: each opens an event stream, goes away without a word after a while, and comes back as somebody else. */
export class AgentBrowsers {
  readonly #orders: BrowsingOrders;
  readonly #random: () => number;
  readonly #open = new Set<ClientRequest>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #stopped = false;
  #visits = 0;
  #events = 0;

  constructor(orders: BrowsingOrders) {
    this.#orders = orders;
    this.#random = seededRandom(orders.seed);
    for (let screen = 0; screen < orders.screens; screen += 1) this.#visit();
  }

  stop(): { readonly visits: number; readonly events: number } {
    this.#stopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    for (const request of this.#open) request.destroy();
    return { visits: this.#visits, events: this.#events };
  }

  #visit(): void {
    if (this.#stopped) return;
    const { url, brands } = this.#orders;
    const brand = brands[Math.floor(this.#random() * brands.length)];
    if (brand === undefined) return;
    this.#visits += 1;
    const request = get(`${url}/agents/${brand.id}/${brand.extension}/events`, (response) => {
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        this.#events += text.split('event: screen-pop').length - 1;
      });
      response.on('error', () => {});
    });
    this.#open.add(request);
    request.on('error', () => {});
    request.on('close', () => {
      this.#open.delete(request);
      this.#visit();
    });
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        request.destroy();
      },
      SHORTEST_STAY_MS + this.#random() * (LONGEST_STAY_MS - SHORTEST_STAY_MS),
    );
    this.#timers.add(timer);
  }
}
