import { ContractFilesError } from '../contract-files/load-contract.ts';
import { PublishError } from '../publish/publish-contract.ts';
import { VerifierMissingError } from '../verify/pact/find-verifier.ts';
import { VerifierFailedError } from '../verify/pact/run-verifier.ts';
import type { ExitCode } from './exit-code.ts';
import { NothingToVerifyError } from './nothing-to-verify-error.ts';

/** The exit code of a command that failed by something else than its usage; undefined for what should never happen. */
export function exitCodeOfFailure(error: unknown): ExitCode | undefined {
  if (error instanceof ContractFilesError) return 2;
  if (error instanceof PublishError) {
    if (error.status === undefined) return 3;
    return error.status === 401 || error.status === 403 ? 4 : 1;
  }
  const known = [NothingToVerifyError, VerifierFailedError, VerifierMissingError].some((kind) => error instanceof kind);
  return known ? 6 : undefined;
}
