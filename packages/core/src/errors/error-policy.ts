import type { Effect, SwitchErrorCode } from './error-details.ts';
import type { TroubleshootingRow } from './troubleshooting-row.ts';

/** What holds for an error code unless the place that raises it knows better. */
export interface ErrorPolicy {
  /** Whether the same command may be sent again without harm, and with hope. */
  readonly retryable: boolean;
  readonly effect: Effect;
  readonly message: string;
  /** One sentence that tells the operator what to check. */
  readonly hint: string;
  /** Where docs/troubleshooting.md goes on about it, unless the error's details say better: see `findTroubleshootingRow`. */
  readonly row: TroubleshootingRow;
}

/** Every code with its policy: the one table that docs/errors.md is held against. */
export const ERROR_POLICY: { readonly [Code in SwitchErrorCode]: ErrorPolicy } = {
  CONFIG_INVALID: {
    retryable: false,
    effect: 'none',
    message: 'The configuration is not valid.',
    hint: 'Correct the fields that are listed, then save the settings again.',
    row: 'the-configuration-is-refused',
  },
  ARGUMENT_INVALID: {
    retryable: false,
    effect: 'none',
    message: 'The request is not valid, so nothing was sent.',
    hint: 'Correct the fields that are listed and ask again.',
    row: 'the-request-is-refused-before-it-is-sent',
  },
  PLUGIN_NOT_FOUND: {
    retryable: false,
    effect: 'none',
    message: 'No such plugin.',
    hint: "Check the plugin's id against the registered ones, and that its package is installed and loaded.",
    row: 'the-plugin-is-not-loaded',
  },
  PLUGIN_DUPLICATE: {
    retryable: false,
    effect: 'none',
    message: 'A plugin of this id is registered already.',
    hint: 'Load each plugin once, or remove the other registration first.',
    row: 'the-plugin-is-not-loaded',
  },
  PLUGIN_INVALID: {
    retryable: false,
    effect: 'none',
    message: 'This is not a usable switch plugin.',
    hint: "The package's default export must come from definePlugin, and the host must be told to allow it.",
    row: 'the-plugin-is-not-loaded',
  },
  SPEC_UNSUPPORTED: {
    retryable: false,
    effect: 'none',
    message: 'The plugin is built for another version of the plugin interface.',
    hint: 'Install a version of the plugin, or of the core, that supports the same interface version.',
    row: 'the-plugin-is-not-loaded',
  },
  CAPABILITY_MISSING: {
    retryable: false,
    effect: 'none',
    message: 'This switch cannot do that.',
    hint: 'Ask for what the switch supports: `phone-switch plugins` lists the capabilities of each.',
    row: 'the-switch-cannot-do-that',
  },
  UNREACHABLE: {
    retryable: true,
    effect: 'none',
    message: 'The switch could not be reached, so nothing was sent.',
    hint: "Check the base URL for a typo, the service's port, and firewalls between the two.",
    row: 'nothing-answers-at-the-address',
  },
  TLS_FAILED: {
    retryable: false,
    effect: 'none',
    message: "The server's TLS certificate or handshake was refused, so nothing was sent.",
    hint: 'Check the certificate: its issuer, its dates and that it names this host.',
    row: 'the-certificate-is-refused',
  },
  BLOCKED_ADDRESS: {
    retryable: false,
    effect: 'none',
    message: "The host's network policy does not allow this address, so nothing was sent.",
    hint: 'Use a public https address, or have the network policy open this address.',
    row: 'the-address-is-not-allowed',
  },
  UNAUTHENTICATED: {
    retryable: false,
    effect: 'none',
    message: 'The credentials were refused.',
    hint: 'Check the key, or the username and password, and which scheme the service expects.',
    row: '401403-on-all-calls',
  },
  FORBIDDEN: {
    retryable: false,
    effect: 'none',
    message: 'The credentials are known but may not do this.',
    hint: 'Have the account given permission for this operation.',
    row: '401403-on-all-calls',
  },
  AGENT_NOT_FOUND: {
    retryable: false,
    effect: 'none',
    message: 'The switch knows no agent of this extension.',
    hint: "Match the agent's extension on the platform with the one on the switch.",
    row: 'agent-cannot-dial',
  },
  AGENT_NOT_READY: {
    retryable: false,
    effect: 'none',
    message: 'The agent cannot take part in a call now.',
    hint: 'Have the agent log in and become ready, or finish the present call and its wrap-up.',
    row: 'agent-cannot-dial',
  },
  DESTINATION_INVALID: {
    retryable: false,
    effect: 'none',
    message: 'The switch cannot dial this destination.',
    hint: 'Check the number and the format that the switch expects.',
    row: 'make-call-returns-4xx-with-a-json-error',
  },
  DESTINATION_BLOCKED: {
    retryable: false,
    effect: 'none',
    message: 'The switch may not dial this destination.',
    hint: 'The number is on a do-not-call list or barred; it is not to be dialled.',
    row: 'make-call-returns-4xx-with-a-json-error',
  },
  CAMPAIGN_INVALID: {
    retryable: false,
    effect: 'none',
    message: 'The campaign or skill is unknown, or the agent may not dial for it.',
    hint: 'Check the campaign and skill names, and that the agent is eligible for both.',
    row: 'agent-cannot-dial',
  },
  CALL_NOT_FOUND: {
    retryable: false,
    effect: 'none',
    message: 'The switch knows no call of this id.',
    hint: 'Use the call id that makeCall returned or that a screen pop announced, unchanged.',
    row: 'hangup-or-transfer-no-ops',
  },
  CALL_ENDED: {
    retryable: false,
    effect: 'none',
    message: 'The call has ended.',
    hint: 'Nothing is left to do for this call but its recording.',
    row: 'hangup-or-transfer-no-ops',
  },
  RATE_LIMITED: {
    retryable: true,
    effect: 'none',
    message: 'The switch asks for fewer requests.',
    hint: "Wait as long as the switch asks, or have the account's limit raised.",
    row: 'the-service-fails-or-is-too-slow',
  },
  TIMED_OUT: {
    retryable: true,
    effect: 'unknown',
    message: 'The switch did not answer in time.',
    hint: 'Check whether the service is overloaded; raise the deadline only if it is known to be slow.',
    row: 'the-service-fails-or-is-too-slow',
  },
  ABORTED: {
    retryable: false,
    effect: 'unknown',
    message: 'The caller gave up waiting.',
    hint: 'Nothing to check: the request was given up by the side that made it.',
    row: 'nobody-knows-whether-the-call-was-placed',
  },
  OUTCOME_UNKNOWN: {
    retryable: false,
    effect: 'unknown',
    message: 'Nobody can tell whether the command took effect.',
    hint: 'Look at the agent or the switch before trying again: the phone may be ringing.',
    row: 'nobody-knows-whether-the-call-was-placed',
  },
  REJECTED: {
    retryable: false,
    effect: 'none',
    message: 'The switch refused.',
    hint: "Read the switch's own message, and compare the field names that were sent with those it expects.",
    row: 'make-call-returns-4xx-with-a-json-error',
  },
  UPSTREAM_FAILED: {
    retryable: true,
    effect: 'unknown',
    message: 'The switch failed.',
    hint: "Check the service's own log and status; the request was well formed.",
    row: 'the-service-fails-or-is-too-slow',
  },
  CONTRACT_VIOLATED: {
    retryable: false,
    effect: 'unknown',
    message: 'The answer breaks the contract between the driver and the service.',
    hint: 'Show this to the team that runs the service: `switch-contract verify` tells which rule is broken.',
    row: 'something-else-answers-than-the-service',
  },
  CLOSED: {
    retryable: false,
    effect: 'none',
    message: 'This switch is closed.',
    hint: 'Ask the host for the switch again: the settings changed or the host is shutting down.',
    row: 'the-driver-fails',
  },
  DELIVERY_UNVERIFIED: {
    retryable: false,
    effect: 'none',
    message: 'The delivery could not be verified.',
    hint: 'Check that both sides hold the same webhook secret and that their clocks agree.',
    row: 'screen-pop-missing-customer',
  },
  DELIVERY_MALFORMED: {
    retryable: false,
    effect: 'none',
    message: 'The delivery could not be read.',
    hint: "Compare the delivery's fields with the brand's field map.",
    row: 'screen-pop-missing-customer',
  },
  INTERNAL: {
    retryable: false,
    effect: 'unknown',
    message: 'The driver failed in a way that it should not.',
    hint: "Report this to the plugin's author with the correlation id.",
    row: 'the-driver-fails',
  },
};
