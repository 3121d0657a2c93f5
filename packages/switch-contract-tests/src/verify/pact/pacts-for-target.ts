import type { PactName } from '../../catalogue/interactions.ts';
import type { Contract } from '../../contract-files/load-contract.ts';
import { materialiseOptionsOf } from '../../generate/generate-pacts.ts';
import type { PactAuthentication } from '../../materialise/authentication.ts';
import { materialise } from '../../materialise/materialise.ts';
import type { PactFile } from '../../pact/pact-file.ts';
import type { VerificationFixtures } from '../target/verification-fixtures.ts';
import type { VerificationTarget } from '../target/verification-target.ts';

/** The pacts for one middleware, its credentials in them: never to be written where others can read. */
export async function pactsForTarget(
  contract: Contract,
  names: readonly PactName[],
  target: VerificationTarget,
  { fixtures, destructive }: { readonly fixtures: VerificationFixtures; readonly destructive: boolean },
): Promise<readonly PactFile[]> {
  const { agent, destination, transferTo, campaign, skill } = fixtures;
  const { campaignName, skillId } = target.config;
  const own = materialiseOptionsOf(target.settings);
  const authentication = await authenticationOf(target);
  return names.map((name) =>
    materialise(contract[name], {
      ...own,
      // The prefix of the base URL is the link's: what the verifier asks for is what the brand filled in.
      basePath: undefined,
      authentication,
      fixtures: {
        agentExtension: agent,
        // Where nobody may be rung, what is sent to be refused must not name a number that rings either.
        destination: destructive ? destination : undefined,
        targetExtension: transferTo,
        campaignName: campaign ?? campaignName,
        skillId: skill ?? skillId,
      },
    }),
  );
}

async function authenticationOf({ scheme, authorise }: VerificationTarget): Promise<PactAuthentication> {
  const { authorization } = await authorise();
  if (scheme === 'none' || authorization === undefined) return { scheme: 'none' };
  return { scheme: scheme === 'Basic' ? 'basic' : 'bearer', credentials: { inline: authorization } };
}
