export { type ApiUser } from './api/authentication.ts';
export { type Clock, type ScheduledTask, systemClock } from './clock/clock.ts';
export { type AgentSettings, type AgentState, type RestingState, type SimulatedAgent } from './dialler/agent.ts';
export { defaultAgents } from './dialler/agent-roster.ts';
export { type ScreenNotice, type SimulatedDial } from './dialler/agent-screens.ts';
export { type CallEnd, type CallState, type SimulatedCall } from './dialler/call.ts';
export { type DiallerOptions, type SentToAgentListener } from './dialler/dialler-parts.ts';
export { type Recording } from './dialler/recording-log.ts';
export { defaultTimings, type DiallerTimings } from './dialler/timings.ts';
export { type InboundCall, type ViciDialDialler } from './dialler/vicidial-dialler.ts';
export { type ActiveFault, FaultBoard, type FaultOptions } from './faults/fault-board.ts';
export {
  faultCatalogue,
  type FaultDescription,
  type FaultMoment,
  type FaultName,
  faultNames,
  isFaultName,
} from './faults/fault-catalogue.ts';
export { agentApiPath, nonAgentApiPath } from './http/create-app.ts';
export {
  type ApiLogEntry,
  ViciDialSettingsError,
  type ViciDialSimulatorSettings,
} from './http/simulator-settings.ts';
export { type RunningViciDial, startViciDialSimulator } from './http/start-simulator.ts';
export { type StartCallDelivery } from './start-call-url/start-call-url-caller.ts';
