/** What a person filled in, as far as the rules read it: fields may be wrong by themselves. */
interface FilledIn {
  readonly signing_secrets?: unknown;
  readonly shared_secrets?: unknown;
  readonly shared_secret_parameter?: unknown;
  readonly extension_digits_min?: unknown;
  readonly extension_digits_max?: unknown;
}

/** A rule about several fields together: which field the finding is shown at, and what it says. */
export interface ScreenPopRule {
  readonly path: string;
  readonly message: string;
  readonly holds: (filled: FilledIn) => boolean;
}

/** One way of verification, whole; an extension range with both ends. */
export const SCREEN_POP_RULES: readonly ScreenPopRule[] = [
  {
    path: 'shared_secrets',
    message:
      'is filled in together with signing_secrets: remove shared_secrets where the telephony can sign, or remove ' +
      'signing_secrets where it cannot; the weaker of two would be the one attacked',
    holds: ({ signing_secrets, shared_secrets }) => signing_secrets === undefined || shared_secrets === undefined,
  },
  {
    path: 'signing_secrets',
    message: 'is missing: fill in signing_secrets, or shared_secrets for telephony that cannot sign',
    holds: ({ signing_secrets, shared_secrets }) => signing_secrets !== undefined || shared_secrets !== undefined,
  },
  {
    path: 'shared_secret_parameter',
    message: 'has no place beside signing_secrets: remove it, as signed deliveries bring no secret',
    holds: ({ signing_secrets, shared_secrets, shared_secret_parameter }) =>
      shared_secret_parameter === undefined || signing_secrets === undefined || shared_secrets !== undefined,
  },
  {
    path: 'extension_digits_max',
    message: 'is missing: fill in both ends of the range, or remove extension_digits_min',
    holds: ({ extension_digits_min: min, extension_digits_max: max }) => min === undefined || max !== undefined,
  },
  {
    path: 'extension_digits_min',
    message: 'is missing: fill in both ends of the range, or remove extension_digits_max',
    holds: ({ extension_digits_min: min, extension_digits_max: max }) => max === undefined || min !== undefined,
  },
  {
    path: 'extension_digits_max',
    message: 'must not be less than extension_digits_min',
    holds: ({ extension_digits_min: min, extension_digits_max: max }) =>
      typeof min !== 'number' || typeof max !== 'number' || min <= max,
  },
];
