export { FakeClock } from './fake-clock.ts';
export { createMemorySwitch, type MemorySwitch, type MemorySwitchOptions } from './memory-switch.ts';
export {
  type MemoryAgent,
  type MemoryCall,
  type MemoryTrouble,
  MemoryWorld,
  type MemoryWorldOptions,
} from './memory-world.ts';
export { type LogEntry, RecordingLogger } from './recording-logger.ts';
export { type ScriptedAnswer, ScriptedTransport } from './scripted-transport.ts';
