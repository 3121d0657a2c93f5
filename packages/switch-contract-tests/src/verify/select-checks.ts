import { INTERACTIONS, type Interaction, type PactName } from '../catalogue/interactions.ts';
import { type ContractLevel, levelOf, LEVELS } from '../catalogue/levels.ts';
import { checkOf } from './interaction-run.ts';
import type { ExpectedCheck } from './model/verdict.ts';
import type { VerificationTarget } from './target/verification-target.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { SCENARIOS } from './scenarios/scenarios.ts';
import { SCREEN_POP_CHECKS, type ScreenPopCheck } from '../screen-pop/screen-pop-checks.ts';

/** What decides which checks are run. */
export interface SelectionOptions {
  readonly level: ContractLevel;
  readonly only?: RegExp;
  readonly destructive: boolean;
  readonly target: Pick<VerificationTarget, 'scheme'>;
}

/** The checks of a run. */
export interface Selection {
  readonly interactions: readonly Interaction[];
  readonly scenarios: readonly Scenario[];
  readonly screenPops: readonly ScreenPopCheck[];
  readonly skippedInteractions: readonly Interaction[];
  readonly skippedScenarios: readonly Scenario[];
  readonly skippedScreenPops: readonly ScreenPopCheck[];
}

/** Which pacts bind a middleware: Basic has one of its own beside the core. */
export function listPacts(level: ContractLevel, { scheme }: Pick<VerificationTarget, 'scheme'>): readonly PactName[] {
  return ['core', ...(scheme === 'Basic' ? ['basic' as const] : []), ...(level === 'core' ? [] : ['extended' as const])];
}

/** Chooses the checks by level, `--only` and `--no-destructive`. */
export function selectChecks({ level, only, destructive, target }: SelectionOptions): Selection {
  const reaches = (of: ContractLevel): boolean => LEVELS.indexOf(of) <= LEVELS.indexOf(level);
  const named = (...words: readonly string[]): boolean => only === undefined || words.some((word) => only.test(word));
  const pacts = listPacts(level, target);
  const interactions = INTERACTIONS.filter(
    (interaction) =>
      pacts.includes(interaction.pact) &&
      reaches(levelOf(interaction)) &&
      named(interaction.id, interaction.operation, interaction.description),
  );
  const scenarios = SCENARIOS.filter(({ id, title, operation, level: of }) => reaches(of) && named(id, operation, title));
  const screenPops = SCREEN_POP_CHECKS.filter(
    ({ id, title, operation, level: of }) => reaches(of) && named(id, operation, title),
  );
  const safe = (interaction: Interaction): boolean => destructive || isSafe(interaction);
  return {
    interactions: interactions.filter(safe),
    scenarios: scenarios.filter((scenario) => destructive || !scenario.destructive),
    screenPops: screenPops.filter((check) => destructive || !check.destructive),
    skippedInteractions: interactions.filter((interaction) => !safe(interaction)),
    skippedScenarios: scenarios.filter((scenario) => !destructive && scenario.destructive),
    skippedScreenPops: screenPops.filter((check) => !destructive && check.destructive),
  };
}

/** Every check of the contract that binds this middleware, at any level. */
export function listExpected(target: Pick<VerificationTarget, 'scheme'>): readonly ExpectedCheck[] {
  const pacts = listPacts('full', target);
  return [
    ...INTERACTIONS.filter(({ pact }) => pacts.includes(pact)).map((interaction) => checkOf(interaction)),
    ...[...SCENARIOS, ...SCREEN_POP_CHECKS].map(({ id, title, level }) => ({ id, title, level })),
  ];
}

// What the catalogue calls harmless relies on the state that only --states-url brings about: without it the dial would
// go through.
function isSafe({ destructive, pact }: Interaction): boolean {
  return !destructive && pact !== 'extended';
}
