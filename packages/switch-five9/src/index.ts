export { five9Plugin, five9Plugin as default } from './plugin.ts';
export { DEFAULT_PATHS, DEFAULT_RECORDING_FIELDS, type Five9Paths } from './config/default-paths.ts';
export { type Five9Config, type Five9Credentials, five9Config } from './config/five9-config.ts';
export {
  type HangupAnswer,
  hangupAnswer,
  type MakeCallAnswer,
  type MakeCallBody,
  makeCallAnswer,
  type PlainAnswer,
  plainAnswer,
  type RecordingAnswer,
  recordingAnswer,
  type TransferBody,
} from './middleware/wire-schemas.ts';
export { type ScreenPopMessage, screenPopMessage } from './screen-pop/screen-pop-message.ts';
