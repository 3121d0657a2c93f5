// call
export type { CallReference } from './call/call-reference.ts';
export type { AgentExtension, BrandId, CallId } from './call/ids.ts';
export { loadPhoneNumberReader } from './call/load-phone-number-reader.ts';
export { maskNumber, maskNumbersIn } from './call/mask-number.ts';
export type { NumberPlan, PhoneNumber, PhoneNumberKind, ReadPhoneNumber } from './call/phone-number.ts';
export type {
  ConnectResult,
  HangupResult,
  MakeCallResult,
  NoRecordingReason,
  RecordingResult,
  TransferResult,
} from './call/results.ts';
// errors
export type {
  AnswerDetails,
  Effect,
  Issue,
  SwitchErrorCode,
  SwitchErrorDetails,
  TlsCheck,
  UnknownOutcomeReason,
} from './errors/error-details.ts';
export { ERROR_POLICY, type ErrorPolicy } from './errors/error-policy.ts';
export { findTroubleshootingRow } from './errors/find-troubleshooting-row.ts';
export { type AnySwitchError, SwitchError, type SwitchErrorContext, type SwitchErrorOptions } from './errors/switch-error.ts';
export type { TroubleshootingRow } from './errors/troubleshooting-row.ts';
// runtime
export { type Clock, systemClock } from './runtime/clock.ts';
export type { DiagnosticEvents } from './runtime/diagnostics.ts';
export { Deadline, sleep } from './runtime/interruption.ts';
export { type Logger, type LogMethod, silentLogger } from './runtime/logger.ts';
export {
  type DeliveryEnd,
  type OperationEnd,
  type OperationObservation,
  openTelemetry,
  type Telemetry,
} from './runtime/telemetry.ts';
// config
export { baseUrl, isLoopbackUrl, joinUrl } from './config/base-url.ts';
export { restPath } from './config/rest-path.ts';
export { Secret, secretText } from './config/secret.ts';
export { type FieldMetadata, listFields, type SettingsSchema, toSettingsSchema } from './config/settings-form.ts';
// switch
export { type AgentStatus, type Capability, CAPABILITY_METHODS, type CapabilityOperations } from './switch/capabilities.ts';
export { OPERATIONS, type Operation, type OperationTraits } from './switch/operation.ts';
export { type OperationsWith, type PhoneSwitch, supports, type SwitchOperations } from './switch/phone-switch.ts';
export { parseAgentExtension, parseBrandId, parseCallId } from './switch/request-schemas.ts';
export type { CallOptions, MakeCallRequest, TransferCallRequest, TransferKind } from './switch/requests.ts';
export { waitForRecording, type WaitForRecordingOptions } from './switch/wait-for-recording.ts';
// http
export { AddressGuard } from './http/address-guard.ts';
export { type AnsweredFailure, type ReportedCode, toAnswerError } from './http/answer-error.ts';
export {
  type Authorisation,
  basic,
  bearer,
  noAuthorisation,
  type OutgoingRequest,
  queryCredentials,
} from './http/authorisation.ts';
export type { ConnectorOptions, ResolveHost } from './http/guarded-connector.ts';
export {
  type HttpClient,
  type HttpClientServices,
  type HttpClientTarget,
  type HttpExchange,
  RepeatingHttpClient,
} from './http/http-client.ts';
export {
  type HttpAnswer,
  type HttpTransport,
  type OriginRefusal,
  type RequestPurpose,
  TransportFailure,
  type TransportFault,
  type TransportRequest,
} from './http/http-transport.ts';
export { type JsonBody, nameJsonType, readJsonBody } from './http/json-answer.ts';
export { LOOPBACK_ALLOWED, type NetworkPolicy, PUBLIC_HTTPS_ONLY } from './http/network-policy.ts';
export { OriginGuardedTransport, type OriginGuardServices } from './http/origin-guarded-transport.ts';
export { DEFAULT_ORIGIN_LIMITS, type OriginLimits } from './http/origin-limits.ts';
export type { OriginWatchServices } from './http/origin-watch.ts';
export { findHeader, readClockSkew, readRetryAfter } from './http/retry-after.ts';
export type { RequestKind } from './http/request-kind.ts';
export { DEFAULT_RETRY, type RetryPolicy } from './http/retry-policy.ts';
export type { SentRequest } from './http/sent-request.ts';
export { UndiciTransport, type UndiciTransportOptions } from './http/undici-transport.ts';
// screen-pop
export { advanceCall, CALL_STATES, type CallProgress } from './screen-pop/channel/call-state.ts';
export type {
  Customer,
  CustomerDirectory,
  CustomerMatch,
  CustomerQuery,
  MatchConfidence,
} from './screen-pop/customers/customer-directory.ts';
export { InMemoryCustomerDirectory, type ListedCustomer } from './screen-pop/customers/in-memory-customer-directory.ts';
export { type CustomerLookUp, LOOK_UP_DEADLINE_MS, lookUpCustomer } from './screen-pop/customers/look-up-customer.ts';
export type { Delivery } from './screen-pop/delivery.ts';
export { generateSigningSecret, signDelivery, type SignedContent } from './screen-pop/verification/delivery-signature.ts';
export type { DeliveryVerifier, UnverifiedReason, Verification } from './screen-pop/verification/delivery-verifier.ts';
export { describeEventIdentity } from './screen-pop/channel/event-identity.ts';
export type { EventStreamOptions } from './screen-pop/channel/event-stream.ts';
export { DEFAULT_FIELD_MAP, type FieldMap, type MappedField } from './screen-pop/reading/field-map.ts';
export {
  CLAIM_MS,
  InProcessDeliveryLedger,
  type InProcessDeliveryLedgerOptions,
  PUBLISHED_MS,
} from './screen-pop/channel/in-process-delivery-ledger.ts';
export {
  InProcessScreenPopChannel,
  type InProcessScreenPopChannelOptions,
} from './screen-pop/channel/in-process-screen-pop-channel.ts';
export { makeVerifier } from './screen-pop/verification/make-verifier.ts';
export { explainMappedEvent, type MappedEventOptions, readMappedEvent } from './screen-pop/reading/read-mapped-event.ts';
export {
  DELIVERY_ANSWERS,
  type DeliveryAnswer,
  type DeliveryOutcome,
  type DeliveryReason,
} from './screen-pop/receiver/delivery-answers.ts';
export type { DeliveryReport } from './screen-pop/receiver/delivery-report.ts';
export type { RequestSource } from './screen-pop/receiver/fetch-handler.ts';
export type { DeliveryHead } from './screen-pop/receiver/incoming-delivery.ts';
export { DEFAULT_RECEIVER_LIMITS, type ReceiverLimits } from './screen-pop/receiver/receiver-limits.ts';
export type { ReceiveScreenPopsOptions, ScreenPopReceiver } from './screen-pop/receiver/screen-pop-receiver.ts';
export type { DeliveryProof, ScreenPop, ScreenPopEntry } from './screen-pop/screen-pop.ts';
export type { ScreenPopEvent, ScreenPopEventName } from './screen-pop/screen-pop-event.ts';
export { screenPopEventStream, writeScreenPopEvents } from './screen-pop/channel/screen-pop-event-stream.ts';
export { fromScreenPopJson, toScreenPopJson } from './screen-pop/channel/screen-pop-json.ts';
export type {
  ClaimResult,
  DeliveryClaim,
  DeliveryLedger,
  ScreenPopChannel,
  ScreenPopSource,
  ScreenPopSubscription,
  ScreenPopTopic,
  SubscribeOptions,
} from './screen-pop/screen-pop-ports.ts';
export {
  type DeliveryVerification,
  parseScreenPopSettings,
  type ScreenPopSettings,
  screenPopSettingsSchema,
} from './screen-pop/settings/screen-pop-settings.ts';
export { shortDigest } from './screen-pop/channel/short-digest.ts';
// plugin
export {
  type ConfiguredPlugin,
  definePlugin,
  type PluginDefinition,
  type SwitchPlugin,
  type SwitchServices,
} from './plugin/define-plugin.ts';
export type { PluginLoader, PluginLoaderOptions } from './plugin/plugin-loader.ts';
export type { PluginRegistry } from './plugin/plugin-registry.ts';
export { SPEC_VERSION, SUPPORTED_SPEC_VERSIONS } from './plugin/spec-version.ts';
export type { PathProbe, ProbeFinding, ProbeRequest, SwitchEndpoint } from './plugin/switch-endpoint.ts';
// host
export { createSwitchHost } from './host/create-switch-host.ts';
export {
  describeDialKey,
  DIAL_WINDOW_MS,
  type DialBounds,
  type DialGuard,
  type DialKey,
  type DialOutcome,
  gaveUpBeforeSending,
  InProcessDialGuard,
  isDialRefusal,
} from './host/dial-guard.ts';
export { fromDialOutcomeJson, toDialOutcomeJson } from './host/dial-outcome-json.ts';
export type { BrandBinding } from './host/open-switch.ts';
export { phoneSwitchModule, type SwitchHostOptions } from './host/phone-switch-module.ts';
export type { BrandSettings, SwitchHost } from './host/switch-host.ts';
export type { SwitchPool } from './host/switch-pool.ts';
export { TOKENS, type Tokens } from './host/tokens.ts';
