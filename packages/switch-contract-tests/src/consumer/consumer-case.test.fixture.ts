import { Matchers } from '@pact-foundation/pact';
import type { PhoneSwitch } from '@elasticfunnels/switch-core';
import { EXAMPLES, REFUSED } from '../catalogue/examples.ts';

/** A value in a request or an answer: as it stands, or one of Pact's matchers. */
export type Template = string | boolean | TextMatcher | { readonly [name: string]: Template };

type TextMatcher = ReturnType<typeof Matchers.fromProviderState<string>> | ReturnType<typeof Matchers.regex>;

/** Headers by name. */
export type HeaderTemplates = Record<string, string | Matchers.Matcher<string>>;

/** The status that an interaction is answered with. */
export type StatusTemplate = number | ReturnType<typeof Matchers.matchStatus>;

/** What one consumer test asks of the driver, and what the mock server answers. */
export interface ConsumerCase {
  /** As in the catalogue: `M1`. */
  readonly id: string;
  /** The fields of the body beside those that come from the state; absent for a GET. */
  readonly body?: Readonly<Record<string, string>>;
  /** Sent instead of the brand's own. */
  readonly rejectedCredentials?: true;
  /** `generated` by the host, one an intent; or `from-state`, the key of an earlier one. */
  readonly idempotencyKey?: 'generated' | 'from-state';
  readonly status: StatusTemplate;
  readonly headers?: HeaderTemplates;
  readonly answer?: Readonly<Record<string, Template>>;
  readonly perform: (phone: PhoneSwitch) => Promise<unknown>;
  /** What the driver makes of the answer; an error by its code and effect. */
  readonly outcome: Readonly<Record<string, unknown>>;
}

/** Not empty: `like` would accept an empty text. */
export const id = (example: string): Template => Matchers.regex('^.+$', example);

/** Any 2xx. */
export const success = (example = 200): StatusTemplate => Matchers.matchStatus(example, Matchers.HTTPResponseStatusClass.Success);

/** One of several statuses, the first of which is the example. */
export const oneOf = (...statuses: readonly [number, ...number[]]): StatusTemplate =>
  statuses.length === 1 ? statuses[0] : Matchers.matchStatus(statuses[0], [...statuses]);

const JSON_TYPE = '^application/([a-zA-Z0-9.-]+\\+)?json\\s*(;.*)?$';

/** JSON by whichever of its names, with or without a charset. */
export const jsonType: Matchers.Matcher<string> = Matchers.regex(JSON_TYPE, 'application/json');

/** A refusal or failure: JSON with a message for people. */
export function failure(message: string): Required<Pick<ConsumerCase, 'headers' | 'answer'>> {
  return { headers: { 'Content-Type': jsonType }, answer: { message: Matchers.regex('^.+$', message) } };
}

/** The fields of a dial that names an agent and a destination, and no more. */
export const DIAL_BODY: Readonly<Record<string, string>> = {
  agent_extension: EXAMPLES.agentExtension,
  destination: EXAMPLES.destination,
};

/** The fields of a request about a call. */
export const CALL_BODY: Readonly<Record<string, string>> = { call_id: EXAMPLES.callId };

/** The fields of a request about a call that nobody knows. */
export const UNKNOWN_CALL_BODY: Readonly<Record<string, string>> = { call_id: REFUSED.callId };
