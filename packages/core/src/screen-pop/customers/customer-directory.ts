import type { BrandId } from '../../call/ids.ts';

/** Somebody whom the platform knows. What is in `attributes` goes to the agent's screen. */
export interface Customer {
  readonly id: string;
  readonly displayName?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** How sure a match is, the surest first. */
export type MatchConfidence = 'e164' | 'national' | 'suffix';

/** One tier of the look-up by number. All digits are ASCII, without punctuation. */
export type CustomerQuery =
  | { readonly tier: 'e164'; readonly e164: string }
  | { readonly tier: 'national'; readonly national: string; readonly region?: string }
  /** Numbers that end in these seven to ten digits, whatever they begin with. */
  | { readonly tier: 'suffix'; readonly digits: string };

/**
 * The platform's own customers, by number. Asked one tier at a time, the surest first; the next only when this one
 * found nobody.
 *
 * @example const directory: CustomerDirectory = { find: (brandId, query, { signal }) => crm.search(brandId, query, signal) };
 */
export interface CustomerDirectory {
  /** Every customer of the brand that matches, in any order; a handful at most, so a directory may cut the list at 20. */
  find(brandId: BrandId, query: CustomerQuery, options: { readonly signal: AbortSignal }): Promise<readonly Customer[]>;
}

/** Who is calling, as far as the platform's directory can tell. */
export type CustomerMatch =
  | { readonly status: 'found'; readonly confidence: MatchConfidence; readonly customer: Customer }
  /** Several customers have the number, at most 20 of them here: never silently the first of them. */
  | { readonly status: 'ambiguous'; readonly confidence: MatchConfidence; readonly candidates: readonly Customer[] }
  | { readonly status: 'none'; readonly reason: 'no_customer' | 'anonymous' | 'not_a_number' }
  /** The directory failed or took too long; the pop reaches the agent all the same. */
  | { readonly status: 'unavailable' };
