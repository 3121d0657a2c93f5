import type { NumberPlan } from '../call/phone-number.ts';
import type { Secret } from '../config/secret.ts';
import type { FieldMap } from './field-map.ts';

/** How this brand's deliveries are told from forged ones. One way only: a second, weaker one would be the one attacked. */
export type DeliveryVerification =
  | {
      readonly kind: 'signature';
      /** Every one that is active: two while one replaces the other. */
      readonly secrets: readonly Secret[];
      readonly toleranceSeconds: number;
    }
  | {
      readonly kind: 'shared_secret';
      readonly secrets: readonly Secret[];
      /** Lower case. In `authorization` it is a Bearer token. */
      readonly header: string;
      /** The query parameter that may carry it instead; also what allows a delivery by GET. */
      readonly parameter?: string;
    };

/** A brand's validated screen-pop settings. */
export interface ScreenPopSettings {
  readonly verification: DeliveryVerification;
  readonly numberPlan: NumberPlan;
  readonly fieldMap: FieldMap;
}
