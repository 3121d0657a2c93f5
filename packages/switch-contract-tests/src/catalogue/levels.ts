import type { Interaction } from './interactions.ts';

/** How much of the contract an interaction belongs to; each level includes those before it. */
export type ContractLevel = 'core' | 'standard' | 'full';

/** All levels, the least demanding first. */
export const LEVELS: readonly ContractLevel[] = ['core', 'standard', 'full'];

// Idempotency, limits and recordings that take their time: what only a middleware of the highest level shows.
const FULL: readonly string[] = ['XM4', 'XM6', 'XR1'];

/** The level at which an interaction is asked for. */
export function levelOf({ id, pact }: Pick<Interaction, 'id' | 'pact'>): ContractLevel {
  if (pact !== 'extended') return 'core';
  return FULL.includes(id) ? 'full' : 'standard';
}
