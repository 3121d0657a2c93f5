import type { Verification } from '../verify/model/verification.ts';

/**
 * 0 conformant, 1 the contract is violated, 2 usage or configuration, 3 unreachable or TLS, 4 credentials rejected,
 * 5 states unsatisfied under `--strict`, 6 internal or nothing verified, 130 interrupted.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 130;

/** As every help text has them. */
export const EXIT_CODES = `
Exit codes:
  0    conformant: nothing that was verified breaks the contract
  1    the contract is violated
  2    the command line or the configuration cannot be used
  3    the middleware cannot be reached, or its TLS is refused
  4    the credentials were rejected
  5    --strict: something could not be verified
  6    internal failure, or nothing was verified
  130  interrupted; the calls of the run were hung up
`;

/** As the help of `verify screen-pop` has them. */
export const SCREEN_POP_EXIT_CODES = `
Exit codes:
  0    conformant: nothing that was verified breaks the contract
  1    the contract is violated
  2    the command line cannot be used, or no call could be made to come in
  3    the webhook never arrived: the message says whether anything connected
  5    --strict: something could not be verified
  6    internal failure, or nothing was verified
  130  interrupted
`;

/** The exit code of a run that came to its end. */
export function exitCodeOf({ verdict, interrupted }: Verification, strict: boolean): ExitCode {
  if (interrupted) return 130;
  if (verdict.counts.failed > 0) return 1;
  if (verdict.counts.passed === 0) return 6;
  return strict && verdict.counts.notVerified > 0 ? 5 : 0;
}
