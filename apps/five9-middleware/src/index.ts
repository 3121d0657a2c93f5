export { type Clock, type ScheduledTask } from './clock/clock.ts';
export { ManualClock } from './clock/manual-clock.ts';
export { systemClock } from './clock/system-clock.ts';
export { type OperationName } from './contract/operation.ts';
export { type ContractCode } from './contract/refusal.ts';
export { type ActiveFault, FaultBoard, type FaultOptions } from './faults/fault-board.ts';
export {
  faultCatalogue,
  type FaultDescription,
  type FaultMoment,
  type FaultName,
  type FaultTarget,
  isFaultName,
} from './faults/fault-catalogue.ts';
export { type CallEvent, type CallEventListener, type CallEventName } from './five9/call-event.ts';
export {
  type Five9ContextCode,
  Five9Error,
  type Five9ErrorOptions,
  type Five9ExceptionDetail,
} from './five9/five9-error.ts';
export {
  type DialRequest,
  type DisconnectedCall,
  type Five9Port,
  type Five9RequestContext,
  type PlacedCall,
  type RecordingAudio,
  type RecordingLookup,
  type TransferKind,
  type TransferRequest,
} from './five9/five9-port.ts';
export {
  type AuthenticationSettings,
  type MiddlewareSettings,
  MiddlewareSettingsError,
  type RecordingLinkSettings,
} from './http/middleware-settings.ts';
export { type RunningMiddleware, startMiddleware } from './http/start-middleware.ts';
export { type ScreenPopPayload } from './screen-pop/screen-pop-payload.ts';
export {
  type ScreenPopAttempt,
  type ScreenPopDelivery,
  type ScreenPopSettings,
} from './screen-pop/screen-pop-sender.ts';
export { generateWebhookSecret } from './screen-pop/webhook-signature.ts';
export {
  type AgentState,
  defaultDirectory,
  type Directory,
  type DirectoryAgent,
  type DirectoryCampaign,
} from './simulator/directory.ts';
export {
  Five9Simulator,
  type InboundCall,
  type SimulatedDial,
  type SimulatorOptions,
} from './simulator/five9-simulator.ts';
export { type SimulatedCall } from './simulator/simulated-call.ts';
export { defaultTimings, type SimulatorTimings } from './simulator/timings.ts';
