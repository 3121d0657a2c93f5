import { randomBytes } from 'node:crypto';

/** A brand of the platform under test. */
export interface Brand {
  readonly id: string;
  readonly signingSecret: string;
}

/** A number that may call, and what the platform knows of it. */
export interface Caller {
  readonly number: string;
  /** By brand: the same number may be another's customer. */
  readonly customers: Readonly<Record<string, string>>;
}

/** Brands, agents and customers, as the platform's own file has them and as the rig knows them. */
export interface PlatformWorld {
  readonly brands: readonly Brand[];
  /** The same at every brand, so that a pop which reaches another brand's agent is seen. */
  readonly extensions: readonly string[];
  readonly callers: readonly Caller[];
  /** Of the receiver, where they differ from its own. */
  readonly limits?: Readonly<Record<string, number>>;
}

const CALLERS = 80;
const FIRST_NUMBER = 2_025_550_100;

/** Makes brands with agents each; of the callers most are known, to each brand as somebody else. */
export function makeWorld({
  brands,
  agentsPerBrand,
}: {
  readonly brands: number;
  readonly agentsPerBrand: number;
}): PlatformWorld {
  const ids = Array.from({ length: brands }, (_, index) => `brand-${index + 1}`);
  return {
    brands: ids.map((id) => ({ id, signingSecret: `whsec_${randomBytes(32).toString('base64')}` })),
    extensions: Array.from({ length: agentsPerBrand }, (_, index) => String(1_001 + index)),
    callers: Array.from({ length: CALLERS }, (_, index) => toCaller(index, ids)),
  };
}

/** The file that `PLATFORM` names. */
export function toPlatformFile({ brands, callers, limits }: PlatformWorld): string {
  return JSON.stringify({
    limits,
    brands: Object.fromEntries(brands.map((brand) => [brand.id, settingsOf(brand)])),
    customers: callers.flatMap(({ number, customers }) =>
      Object.entries(customers).map(([brand, id]) => ({ brand, customer: { id, displayName: id }, numbers: [number] })),
    ),
  });
}

function toCaller(index: number, brands: readonly string[]): Caller {
  const number = `+1${FIRST_NUMBER + index}`;
  // Every eighth is nobody's customer, and every eighth but one withholds the number.
  if (index % 8 === 7) return { number: 'anonymous', customers: {} };
  if (index % 8 === 6) return { number, customers: {} };
  return { number, customers: Object.fromEntries(brands.map((brand) => [brand, `${brand}-customer-${index}`])) };
}

function settingsOf({ signingSecret }: Brand): object {
  return {
    plugin: 'five9',
    config: { api_base_url: 'https://proxy.example', api_key: 'never-used' },
    screenPop: { signing_secrets: [signingSecret], default_region: 'US' },
  };
}
