export { FakeClock } from './fake-clock.ts';
export { type LogEntry, RecordingLogger } from './recording-logger.ts';
export { type ScriptedAnswer, ScriptedTransport } from './scripted-transport.ts';
