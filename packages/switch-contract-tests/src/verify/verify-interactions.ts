import { INTERACTIONS, type Interaction } from '../catalogue/interactions.ts';
import { writePacts } from '../materialise/write-pacts.ts';
import { type PactFile, type PactInteraction, referenceOf } from '../pact/pact-file.ts';
import type { ProviderState } from '../catalogue/provider-states.ts';
import { addVerifierResult, checkOf, judgeCaptured } from './interaction-run.ts';
import { type CheckResult, resultOf } from './model/check.ts';
import type { Progress } from './model/verification.ts';
import { expectationOf } from './pact/expectations.ts';
import { selectInteractions } from './pact/prepare-pacts.ts';
import { runVerifier } from './pact/run-verifier.ts';
import { prepareSchemas } from './rules/schema-rule.ts';
import type { ScenarioContext } from './scenarios/scenario.ts';
import { type StateListener, startStateServer } from './states/state-server.ts';
import type { Exchange, ExchangeContext } from './wire/exchange.ts';

/** What the verification of the pacts works with. */
export interface InteractionsRun {
  readonly context: ScenarioContext;
  /** The materialised pacts: they hold the credentials. */
  readonly pacts: readonly PactFile[];
  readonly wanted: readonly Interaction[];
  readonly port: number;
  readonly directory: string;
  readonly progress: Progress;
  /** What the capture proxy is told of the requests that come next. */
  readonly setContext: (context: ExchangeContext) => void;
}

const STATE: ExchangeContext = { checkId: undefined, expects: 'anything' };
/** Between the states' own waits and what the verifier would wait. */
const MARGIN_MS = 15_000;

/** Runs the verifier over the interactions that are wanted, and tells of each as it ends. */
export async function verifyInteractions(run: InteractionsRun): Promise<readonly CheckResult[]> {
  const { context, directory } = run;
  const ids = run.wanted.map(({ id }) => id);
  const pacts = run.pacts.map((pact) => selectInteractions(pact, ids)).filter(({ interactions }) => interactions.length > 0);
  // They hold the credentials: readable to nobody else, in a folder that goes when the run ends.
  const pactFiles = await writePacts(pacts, directory);
  if (pactFiles.length === 0) return [];
  const bookkeeping = new Bookkeeping(
    run,
    pacts.flatMap(({ interactions }) => interactions),
  );
  const stateDeadlineMs = context.fixtures.recordingWaitMs + context.fixtures.wrapUpMs + 4 * context.timeoutMs;
  const requestTimeoutMs = stateDeadlineMs + MARGIN_MS;
  await using server = await startStateServer(bookkeeping.listener(), stateDeadlineMs);
  const verifying = runVerifier({
    pactFiles,
    port: run.port,
    statesUrl: `${server.origin}/states`,
    directory,
    requestTimeoutMs,
    deadlineMs: ids.length * (context.timeoutMs * 3) + stateDeadlineMs * 3 + MARGIN_MS,
    signal: context.signal,
  });
  // While the verifier starts.
  const [verdicts] = await Promise.all([verifying, prepareSchemas()]);
  return run.wanted.map((interaction) => {
    const captured = bookkeeping.resultOf(interaction);
    const about = { exchange: bookkeeping.exchangeOf(interaction), target: context.target };
    const result = addVerifierResult(interaction, captured, verdicts.results.get(interaction.description), about);
    // Told again, because the line of a moment ago no longer holds.
    if (result !== captured) run.progress.finished(result);
    return result;
  });
}

/** What is known of each interaction while the verifier is at work. */
class Bookkeeping {
  readonly #run: InteractionsRun;
  readonly #pacts: ReadonlyMap<string, PactInteraction>;
  readonly #results = new Map<string, CheckResult>();

  constructor(run: InteractionsRun, interactions: readonly PactInteraction[]) {
    this.#run = run;
    this.#pacts = new Map(interactions.map((interaction) => [referenceOf(interaction).interaction, interaction]));
  }

  listener(): StateListener {
    const { context, setContext, progress } = this.#run;
    return {
      setUp: async (id, state, params) => {
        const interaction = INTERACTIONS.find((each) => each.id === id);
        setContext(STATE);
        if (interaction !== undefined) progress.started(`${id} ${interaction.description}`);
        const satisfaction = await context.states.setUp(state as ProviderState, params);
        if (satisfaction.kind === 'unsatisfied' && interaction !== undefined) {
          const reason = context.signal.aborted ? 'the run was interrupted' : satisfaction.reason;
          this.#finish(resultOf(checkOf(interaction), 'not-verified', { reason }));
        }
        setContext({ checkId: id, expects: expectationOf(id, this.#pacts.get(id)?.response.status ?? 200) });
        return satisfaction;
      },
      tearDown: async (id, state, params) => {
        const interaction = INTERACTIONS.find((each) => each.id === id);
        const pact = this.#pacts.get(id);
        if (interaction === undefined || pact === undefined) return;
        this.#finish(judgeCaptured(interaction, pact, this.exchangeOf(interaction), context.target));
        setContext(STATE);
        await context.states.tearDown(state, params);
      },
    };
  }

  exchangeOf({ id }: Interaction): Exchange | undefined {
    return this.#run.context.link.list().findLast(({ checkId }) => checkId === id);
  }

  resultOf(interaction: Interaction): CheckResult {
    const known = this.#results.get(interaction.id);
    if (known !== undefined) return known;
    const reason = this.#run.context.signal.aborted ? 'the run was interrupted' : 'the verifier did not come to it';
    return resultOf(checkOf(interaction), 'not-verified', { reason });
  }

  #finish(result: CheckResult): void {
    this.#results.set(result.id, result);
    this.#run.progress.finished(result);
  }
}
