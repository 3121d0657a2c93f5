import { ERROR_POLICY, type PathProbe, type ProbeRequest, SwitchError, type SwitchEndpoint } from '@elasticfunnels/switch-core';
import { adviseOnCredentials } from './advise-on-credentials.ts';
import { broken, type Finding, fromError, holds, notChecked, warns } from './check.ts';
import type { EndpointClient, Probed } from './endpoint-client.ts';
import { showPath } from './show-path.ts';

/** A probe that was answered with our credentials. */
export interface CredentialProbe {
  readonly probe: PathProbe & { readonly request: ProbeRequest };
  readonly probed: Probed;
}

/** Whether an answer is about who asks. */
export function isAboutCredentials(probed: Probed): boolean {
  return findRefusal(probed) !== undefined;
}

function findRefusal(probed: Probed): SwitchError | undefined {
  if (probed.kind === 'silent' || probed.finding.status !== 'failed') return undefined;
  const { error } = probed.finding;
  return error.code === 'UNAUTHENTICATED' || error.code === 'FORBIDDEN' ? error : undefined;
}

/**
 * Whether the credentials are taken: refused, or accepted where a stranger is refused. The same request without any
 * credentials is what tells a right key from one that nobody looks at.
 */
export async function lookAtCredentials(
  { authorisation }: SwitchEndpoint,
  candidates: readonly CredentialProbe[],
  client: EndpointClient,
): Promise<Finding> {
  const { scheme } = authorisation;
  const refusal = candidates.map(({ probed }) => findRefusal(probed)).find((error) => error !== undefined);
  if (refusal !== undefined) return describeRefusal(refusal, scheme);
  const accepted = candidates.find(({ probed }) => probed.kind === 'answered' && probed.finding.status === 'there');
  if (accepted === undefined) return notChecked('no answer was about the credentials');
  if (scheme === 'none') return holds('none are sent, and none are asked for');
  const stranger = await client.probe(accepted.probe, 'nobody');
  if (stranger.kind === 'silent') return warns(`accepted (${scheme}); what a stranger is told, no answer said`);
  if (isAboutCredentials(stranger)) return holds(`accepted (${scheme}); without any the service refuses`);
  return warns(`accepted (${scheme}), but ${showPath(accepted.probe)} answers a stranger just the same`, {
    next: 'A wrong key would not show here. Have the service ask for credentials on every path.',
  });
}

function describeRefusal(error: SwitchError, scheme: string): Finding {
  if (!SwitchError.has(error, 'UNAUTHENTICATED')) {
    return fromError(error, { details: [`we sent ${scheme} (HTTP ${statusOf(error)}: known, and not permitted)`] });
  }
  const { schemesAsked = [] } = error.details;
  const asked =
    schemesAsked.length === 0 ? 'the service does not say what it wants' : `the service asks for ${schemesAsked.join(' or ')}`;
  const { vendorMessage } = error;
  const next = adviseOnCredentials({ scheme, schemesAsked, vendorMessage });
  return broken(`refused (HTTP ${statusOf(error)}): we sent ${scheme}, ${asked}`, {
    code: error.code,
    // A vendor that knows better says so in its own hint.
    next: error.hint.startsWith(ERROR_POLICY.UNAUTHENTICATED.hint) ? next : error.hint,
    ...(vendorMessage === undefined ? {} : { details: [`the service said: ${vendorMessage}`] }),
  });
}

function statusOf(error: SwitchError): string {
  return 'httpStatus' in error.details ? String(error.details.httpStatus) : 'without status';
}
