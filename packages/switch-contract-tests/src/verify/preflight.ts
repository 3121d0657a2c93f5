import { SwitchError } from '@elasticfunnels/switch-core';
import { describeFailure, openDriver } from './states/kit-driver.ts';
import type { VerificationTarget } from './target/verification-target.ts';

/** Why there is no use in verifying anything. */
export type PreflightFailure =
  | { readonly kind: 'unreachable'; readonly message: string; readonly next: string }
  | { readonly kind: 'rejected'; readonly message: string; readonly next: string };

/** The middleware answers, and takes the credentials or does not say. */
export interface PreflightPass {
  readonly kind: 'ready';
  readonly notes: readonly string[];
}

/**
 * Asks the middleware once through the real driver, past the capture proxy: a name that does not resolve, a certificate
 * that is not trusted and a wrong key are each told as what they are.
 */
export async function checkBefore(target: VerificationTarget, signal: AbortSignal): Promise<PreflightPass | PreflightFailure> {
  const { settings, certificateAuthorities, timeoutMs } = target;
  await using driver = await openDriver({ settings, certificateAuthorities });
  try {
    const result = await driver.phone.connect({ deadlineMs: timeoutMs, signal });
    return { kind: 'ready', notes: result.status === 'verified' ? [] : [`connect: ${result.reason}`] };
  } catch (error) {
    return describePreflightFailure(error) ?? { kind: 'ready', notes: [`connect: ${describeFailure(error)}`] };
  }
}

/** Whatever was answered is the verification's business; only what kept an answer away ends the run here. */
export function describePreflightFailure(error: unknown): PreflightFailure | undefined {
  if (!SwitchError.is(error)) throw error;
  const message = error.message;
  if (SwitchError.has(error, 'TLS_FAILED')) {
    const unknown = error.details.check === 'self_signed' || error.details.check === 'unknown_issuer';
    if (error.details.check === 'protocol') {
      const next = 'Check that --base-url has the service’s TLS port; one without TLS is http://, on this machine only.';
      return { kind: 'unreachable', message: `TLS (protocol): ${message}`, next };
    }
    const next = unknown ? `Trust its issuer with --ca FILE (PEM), if it is your own. ${error.hint}` : error.hint;
    return { kind: 'unreachable', message: `TLS (${error.details.check}): ${message}`, next };
  }
  if (SwitchError.has(error, 'UNREACHABLE') || SwitchError.has(error, 'BLOCKED_ADDRESS')) {
    return { kind: 'unreachable', message, next: 'Check --base-url: the host, the port, and that the service runs.' };
  }
  if (SwitchError.has(error, 'TIMED_OUT')) {
    return { kind: 'unreachable', message, next: 'Check that the service is not stuck; a slow one needs --timeout MS.' };
  }
  if (SwitchError.has(error, 'UNAUTHENTICATED') || SwitchError.has(error, 'FORBIDDEN')) {
    return { kind: 'rejected', message, next: error.hint };
  }
  // A connection that was cut, or something that is not HTTP: no answer came.
  const answered = 'httpStatus' in error.details && error.details.httpStatus !== undefined;
  if (error.code === 'UPSTREAM_FAILED' && !answered) {
    return {
      kind: 'unreachable',
      message,
      next: 'Check that --base-url is the service’s own port, and http or https as it is there.',
    };
  }
  return undefined;
}
