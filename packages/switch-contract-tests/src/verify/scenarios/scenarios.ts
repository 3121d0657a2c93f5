import { AUTHENTICATION_MATRIX } from './authentication-matrix.ts';
import { DOUBLE_DIAL } from './double-dial.ts';
import { HANGUP_TWICE } from './hangup-twice.ts';
import { LIFECYCLE } from './lifecycle.ts';
import { MALFORMED_INPUT } from './malformed-input.ts';
import { RECORDING_AUDIO } from './recording-audio.ts';
import type { Scenario } from './scenario.ts';

/** Every scenario, in the order in which they are run. */
export const SCENARIOS: readonly Scenario[] = [
  LIFECYCLE,
  DOUBLE_DIAL,
  HANGUP_TWICE,
  AUTHENTICATION_MATRIX,
  MALFORMED_INPUT,
  RECORDING_AUDIO,
];
