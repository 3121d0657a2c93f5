import { generateSigningSecret } from '@elasticfunnels/switch-core';

/** Behind which kind of service a brand is. */
export type Home = 'middleware' | 'faulty' | 'flapping';

/** A brand of the soak: registered, and if it is among the active ones, at work. */
export interface SoakBrand {
  readonly id: string;
  readonly home: Home;
  /** Where its first agent is, and its screen. */
  readonly firstExtension: number;
  readonly signingSecret: string;
  /** It is removed and registered again while it works. */
  readonly restless: boolean;
  /** Where its service is now. */
  origin: string;
  /** How often its configuration was changed. */
  revision: number;
  /** On the monotonic clock: when it was last removed, registered or changed. */
  changedAtMs: number;
}

/** How many brands there are of each kind. */
export interface BrandCounts {
  readonly registered: number;
  readonly active: number;
}

/** Where services are. */
export interface Origins {
  readonly middlewares: readonly string[];
  readonly faulty: readonly string[];
  readonly flapping: readonly string[];
}

/** The agents of a brand; the first has the screen. */
export const AGENTS_PER_BRAND = 10;

const FIRST_EXTENSION = 10_000;
const FAULTY_SHARE = 0.1;
const FLAPPING_SHARE = 0.05;
const RESTLESS_EVERY = 10;

/** The agents of all active brands. */
export function listExtensions(active: number): readonly string[] {
  return Array.from({ length: active * AGENTS_PER_BRAND }, (_, index) => String(FIRST_EXTENSION + index));
}

/** All brands; the active ones first. */
export function makeBrands({ registered, active }: BrandCounts, origins: Origins): readonly SoakBrand[] {
  return Array.from({ length: registered }, (_, index) => {
    const home = index < active ? homeOf(index / active) : 'middleware';
    return {
      id: `brand-${index}`,
      home,
      firstExtension: FIRST_EXTENSION + index * AGENTS_PER_BRAND,
      signingSecret: generateSigningSecret(),
      restless: home === 'middleware' && index % RESTLESS_EVERY === 0,
      origin: originOf(home, index, origins),
      revision: 0,
      changedAtMs: Number.NEGATIVE_INFINITY,
    };
  });
}

function homeOf(place: number): Home {
  if (place >= 1 - FLAPPING_SHARE) return 'flapping';
  return place >= 1 - FLAPPING_SHARE - FAULTY_SHARE ? 'faulty' : 'middleware';
}

function originOf(home: Home, index: number, { middlewares, faulty, flapping }: Origins): string {
  const all = home === 'middleware' ? middlewares : home === 'faulty' ? faulty : flapping;
  const origin = all[index % all.length];
  if (origin === undefined) throw new Error(`There is no service for ${home} brands.`);
  return origin;
}
