import { callIdMutants } from './call-id-mutants.ts';
import { connectMutants } from './connect-mutants.ts';
import { dialMutants } from './dial-mutants.ts';
import { errorMutants } from './error-mutants.ts';
import { hangupMutants } from './hangup-mutants.ts';
import { hostMutants } from './host-mutants.ts';
import type { Mutant } from './mutant.ts';
import { recordingMutants } from './recording-mutants.ts';
import { transferMutants } from './transfer-mutants.ts';
import { waitingMutants } from './waiting-mutants.ts';

/**
 * Switches that each tell one lie, to hold the suite itself to account: a case that no lie can fail proves nothing.
 *
 * @example for (const { subject } of mutants) ok(!(await runConformance(subject)).conforms);
 */
export const mutants: readonly Mutant[] = [
  ...connectMutants,
  ...dialMutants,
  ...callIdMutants,
  ...hangupMutants,
  ...transferMutants,
  ...recordingMutants,
  ...errorMutants,
  ...waitingMutants,
  ...hostMutants,
];
