import { type ContractLevel, LEVELS } from '../catalogue/levels.ts';
import { findDialObjection } from '../verify/target/dial-permission.ts';
import type { VerificationFixtures } from '../verify/target/verification-fixtures.ts';
import type { VerificationTarget } from '../verify/target/verification-target.ts';
import { readMilliseconds, readVariable } from './read-target.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import type { VerifyFlags } from './verify-flags.ts';

/** The level that was asked for. @throws UsageError */
export function readLevel({ level }: Pick<VerifyFlags, 'level'>): ContractLevel {
  const found = LEVELS.find((each) => each === level);
  if (found !== undefined) return found;
  throw new UsageError(`--level is one of ${LEVELS.join(', ')}; found ${JSON.stringify(level)}.`);
}

/** What `--only` matches; case does not count. @throws UsageError */
export function readPattern({ only }: VerifyFlags): RegExp | undefined {
  if (only === undefined) return undefined;
  // An id alone is that id: R1 is not XR1.
  if (/^[A-Za-z]{1,2}\d$/.test(only)) return new RegExp(`^${only}$`, 'i');
  try {
    return new RegExp(only, 'i');
  } catch {
    throw new UsageError(`--only is a regular expression, which ${JSON.stringify(only)} is not.`);
  }
}

/** The endpoint for provider states. @throws UsageError */
export function readStatesUrl(
  terminal: Terminal,
  { statesUrl, statesTokenEnv }: Pick<VerifyFlags, 'statesUrl' | 'statesTokenEnv'>,
): { readonly url: URL; readonly token: string | undefined } | undefined {
  if (statesUrl === undefined) {
    if (statesTokenEnv !== undefined) throw new UsageError('--states-token-env needs --states-url URL.');
    return undefined;
  }
  const url = URL.parse(statesUrl);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UsageError('--states-url must be an absolute http or https URL.');
  return { url, token: statesTokenEnv === undefined ? undefined : readVariable(terminal, '--states-token-env', statesTokenEnv) };
}

/** Who dials whom, and what exists already. @throws UsageError, also for a number that may be somebody's. */
export function readFixtures(flags: VerifyFlags, target: VerificationTarget): VerificationFixtures {
  const { agent, destination, transferTo, campaign, skill, activeCallId = [], recordedCallId } = flags;
  const objection =
    destination === undefined || !flags.destructive
      ? undefined
      : findDialObjection(destination, target.baseUrl, flags.allowRealDial === true);
  if (objection !== undefined) throw new UsageError(`--destination: ${objection}`);
  return {
    ...(agent === undefined ? {} : { agent }),
    ...(destination === undefined ? {} : { destination }),
    ...(transferTo === undefined ? {} : { transferTo }),
    ...(campaign === undefined ? {} : { campaign }),
    ...(skill === undefined ? {} : { skill }),
    activeCallIds: activeCallId,
    ...(recordedCallId === undefined ? {} : { recordedCallId }),
    wrapUpMs: readMilliseconds('--wrap-up', flags.wrapUp, 2_000),
    recordingWaitMs: readMilliseconds('--recording-wait', flags.recordingWait, 60_000),
  };
}
