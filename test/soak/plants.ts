import type { CustomerDirectory } from '@elasticfunnels/switch-core';
import { numberOf } from './dial-book.ts';
import type { BrokenPromise } from './judge-soak.ts';
import type { SoakBrand } from './soak-brands.ts';
import type { PlatformPlants, SoakPlatform } from './soak-platform.ts';

/** What a plant can reach. */
export interface PlantSoil {
  readonly platform: SoakPlatform;
  readonly brands: readonly SoakBrand[];
  readonly sessions: readonly AbortSignal[];
  readonly apiKey: string;
}

/** What a self-check has to find: each of these promises is broken on purpose, and in the soak's own traffic alone. */
export const PLANTED: readonly BrokenPromise[] = [
  'rang once',
  'told the truth',
  'expected errors',
  'no stray failure',
  'flat heap',
  'nothing left',
  'heap given back',
];

const KEPT_NUMBERS = 4_000;
const DIALLED_AGAIN = 10;
const NOBODYS_INTENT = 9_999_999;

/** Everything that a platform can do wrong around the product: the soak has to see it. */
export class Plants {
  readonly #kept: number[][] = [];
  #timer: NodeJS.Timeout | undefined;

  /** A directory that keeps something of every question. */
  readonly platform: PlatformPlants = {
    directory: (directory): CustomerDirectory => ({
      find: (brandId, query, options) => {
        this.#kept.push(Array.from({ length: KEPT_NUMBERS }, (_, index) => index + 0.5));
        return directory.find(brandId, query, options);
      },
    }),
  };

  /** Once there are dials. */
  async plant({ platform, brands, sessions, apiKey }: PlantSoil): Promise<void> {
    this.#timer = setInterval(() => this.#kept.length, 60_000);
    platform.clock.setTimer(60_000, () => {});
    sessions[0]?.addEventListener('abort', () => this.#kept.length);
    void Promise.reject(new Error('planted'));
    const removed = brands.find(({ home, restless }) => home === 'middleware' && !restless);
    if (removed === undefined) throw new Error('There is no brand to remove.');
    const removing = platform.host.removeBrand(removed.id);
    removed.changedAtMs = Number.NEGATIVE_INFINITY;
    await platform.host.phoneSwitch(removed.id).catch(() => {});
    await removing;
    for (let intent = 0; intent < DIALLED_AGAIN; intent += 1) {
      // Past the host, and by two agents, so that it is not one call.
      await Promise.all([0, 1].map((agent) => dialPast(removed, agent + 2 * intent, numberOf(intent), apiKey)));
      await dialPast(removed, intent + 5, numberOf(NOBODYS_INTENT), apiKey);
    }
  }

  clear(): void {
    clearInterval(this.#timer);
    this.#kept.length = 0;
  }
}

async function dialPast(
  { origin, firstExtension }: SoakBrand,
  agent: number,
  destination: string,
  apiKey: string,
): Promise<void> {
  const body = JSON.stringify({ agent_extension: String(firstExtension + (agent % 10)), destination });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${apiKey}`, connection: 'close' };
  await fetch(`${origin}/calls/make`, { method: 'POST', headers, body }).then(
    (answer) => answer.text(),
    () => '',
  );
}
