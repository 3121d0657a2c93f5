import { maskNumbersIn } from '@elasticfunnels/switch-core';
import type { Finding } from '../verify/model/finding.ts';

/** A rule about deliveries, by its anchor in the guide. */
export type ScreenPopRuleId =
  | 'pop-method'
  | 'pop-content-type'
  | 'pop-signature'
  | 'pop-shared-secret'
  | 'pop-timestamp'
  | 'pop-message'
  | 'pop-id'
  | 'pop-call-id'
  | 'pop-redelivery'
  | 'pop-redelivery-id'
  | 'pop-redelivery-body'
  | 'pop-redelivery-signature'
  | 'pop-repeated';

/** What a rule says. */
export interface ScreenPopRule {
  readonly text: string;
  /** What follows for the platform. */
  readonly consequence: string;
}

const LOST = 'The platform refuses it, and the agent is shown nobody.';

/** Every rule about a delivery and about those that belong together, by its id. */
export const SCREEN_POP_RULES: Readonly<Record<ScreenPopRuleId, ScreenPopRule>> = {
  'pop-method': { text: 'A screen pop is delivered by POST.', consequence: LOST },
  'pop-content-type': {
    text: 'The body of a delivery is JSON, labelled `application/json`, and not compressed.',
    consequence: LOST,
  },
  'pop-signature': {
    text: 'Every delivery is signed: HMAC-SHA256 over `id.timestamp.body`, of the very bytes that are sent, as `v1,` and base64.',
    consequence: 'The platform answers 401 to what it cannot tell from a forgery, and the agent is shown nobody.',
  },
  'pop-shared-secret': {
    text: 'Every delivery brings the shared secret in the header that the brand’s settings name.',
    consequence: 'The platform answers 401 to what it cannot tell from a forgery, and the agent is shown nobody.',
  },
  'pop-timestamp': {
    text: '`webhook-timestamp` is now, in whole seconds since 1970, within five minutes of the platform’s clock.',
    consequence: 'The platform takes it for an old delivery that somebody sends again, and answers 401.',
  },
  'pop-message': {
    text: 'The body of a delivery is the contract’s message: schemas/screen-pop.json.',
    consequence: 'The platform answers 400: nobody guesses what a broken message may have meant.',
  },
  'pop-id': {
    text: '`webhook-id` names one event: another event has another id.',
    consequence: 'The platform takes the second event for the first, sent again, and shows nobody.',
  },
  'pop-call-id': {
    text: 'The `call_id` of a screen pop is the one that hangup takes.',
    consequence: 'The agent sees who is calling, and cannot hang up, transfer or find the recording.',
  },
  'pop-redelivery': {
    text: 'A delivery that was answered 5xx, or not at all, is sent again until a 2xx comes.',
    consequence: 'Whoever calls while the platform is started anew is shown to nobody.',
  },
  'pop-redelivery-id': {
    text: 'A delivery that is sent again has the same `webhook-id`.',
    consequence: 'The platform cannot tell it from another call, and may show the customer twice.',
  },
  'pop-redelivery-body': {
    text: 'A delivery that is sent again has the same body, byte by byte.',
    consequence: 'What the platform has taken before it compares by id: what changed is lost.',
  },
  'pop-redelivery-signature': {
    text: 'Each attempt has a timestamp and a signature of its own.',
    consequence: 'Once the first attempt is five minutes old, every further one is refused.',
  },
  'pop-repeated': {
    text: 'A delivery that was answered 2xx is not sent again.',
    consequence: 'The platform shows it once all the same, and pays for every repetition.',
  },
};

/** A broken rule about a delivery, as it is told: with numbers masked. */
export function popFinding(
  id: ScreenPopRuleId,
  { expected, actual, consequence }: { readonly expected: string; readonly actual: string; readonly consequence?: string },
): Finding {
  const rule = SCREEN_POP_RULES[id];
  return {
    operation: 'screenPop',
    rule: id,
    text: rule.text,
    expected: maskNumbersIn(expected),
    actual: maskNumbersIn(actual),
    consequence: consequence ?? rule.consequence,
    row: 'Screen pop missing customer',
  };
}
