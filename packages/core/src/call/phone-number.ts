/** What a number is once it has been read; see `PhoneNumber`. */
export type PhoneNumberKind = PhoneNumber['kind'];

/**
 * A telephone number as it came and, where it could be read, in its normal form. Numbers of different kinds are never
 * equal: an extension `1001` is not the national number `1001`.
 */
export type PhoneNumber =
  /** Valid anywhere in the world. `e164` is `+` and digits (ITU-T E.164), `national` digits alone, `region` ISO 3166-1. */
  | {
      readonly kind: 'e164';
      readonly raw: string;
      readonly e164: string;
      readonly national: string;
      readonly region?: string;
      readonly extension?: string;
    }
  /** Looks like a subscriber's number, but nobody can say of which country. Digits alone. */
  | { readonly kind: 'national'; readonly raw: string; readonly national: string }
  /** Inside the brand's own range of extensions. */
  | { readonly kind: 'extension'; readonly raw: string; readonly digits: string }
  /** Short codes and emergency numbers: too short for a subscriber, outside the brand's extensions. */
  | { readonly kind: 'short'; readonly raw: string; readonly digits: string }
  /** A SIP address whose user part is not a number. `address` is `user@host`, without parameters. */
  | { readonly kind: 'sip'; readonly raw: string; readonly address: string }
  /** The caller withheld it, or the vendor sent nothing or a placeholder that it did not fill in. */
  | { readonly kind: 'anonymous'; readonly raw: string }
  /** Anything else. */
  | { readonly kind: 'invalid'; readonly raw: string };

/** How a brand's numbers are read. */
export interface NumberPlan {
  /** ISO 3166-1 alpha-2: of which country a number without a country code is, such as `US`. */
  readonly defaultRegion?: string;
  /** How many digits this brand's extensions have. Bare digits are an extension only inside this range. */
  readonly extensionDigits?: { readonly min: number; readonly max: number };
}

/** Reads a number; never throws, whatever it is given. */
export type ReadPhoneNumber = (raw: string | null | undefined, plan: NumberPlan) => PhoneNumber;
