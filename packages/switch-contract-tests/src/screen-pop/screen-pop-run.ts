import type { ContractLevel } from '../catalogue/levels.ts';
import { judge } from '../verify/model/verdict.ts';
import type { ContractIdentity, Progress, Verification } from '../verify/model/verification.ts';
import { listExpected } from '../verify/select-checks.ts';
import type { ScreenPopCheck } from './screen-pop-checks.ts';
import type { ScreenPopMeans } from './screen-pop-means.ts';
import { type ScreenPopsEnd, verifyScreenPops } from './verify-screen-pops.ts';

/** A run that is about screen pops alone. */
export interface ScreenPopRunOptions {
  readonly means: ScreenPopMeans;
  readonly wanted: readonly ScreenPopCheck[];
  readonly level: ContractLevel;
  readonly contract: ContractIdentity;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** A whole run, or why nothing came. */
export type ScreenPopRunEnd =
  | { readonly kind: 'verified'; readonly verification: Verification }
  | Extract<ScreenPopsEnd, { readonly kind: 'nothing-came' }>;

const NO_MEDAL =
  'A level takes the endpoints too: verify --base-url URL … --listen HOST:PORT --webhook-secret-env VAR is both in one run.';

/** Verifies screen pops, as the same kind of run as that of the endpoints, so that it is reported alike. */
export async function runScreenPops(options: ScreenPopRunOptions): Promise<ScreenPopRunEnd> {
  const { means, level, contract, signal } = options;
  const startedAt = new Date();
  const began = performance.now();
  const end = await verifyScreenPops(options);
  if (end.kind === 'nothing-came') return end;
  const verdict = judge(end.results, level, listExpected({ scheme: 'Bearer' }));
  const isSigned = means.secret.kind === 'signature';
  return {
    kind: 'verified',
    verification: {
      startedAt,
      durationMs: Math.round(performance.now() - began),
      baseUrl: means.url,
      authentication: isSigned ? 'signature' : 'shared secret',
      level,
      contract,
      checks: end.results,
      // Bronze asks nothing about screen pops.
      verdict: { ...verdict, levels: verdict.levels.filter((each) => each.level !== 'core') },
      notes: [...(isSigned ? [] : ['Shared secret: weaker than a signature, and not Silver.']), NO_MEDAL],
      interrupted: signal.aborted,
    },
  };
}
