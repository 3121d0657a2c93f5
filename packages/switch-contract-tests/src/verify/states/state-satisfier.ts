import type { PhoneSwitch } from '@elasticfunnels/switch-core';
import type { ProviderState } from '../../catalogue/provider-states.ts';
import type { VerificationFixtures } from '../target/verification-fixtures.ts';
import type { VerificationTarget } from '../target/verification-target.ts';
import type { MiddlewareLink } from '../wire/middleware-link.ts';
import type { CallLedger } from './call-ledger.ts';
import { DRIVEN_STATES } from './driven-states.ts';
import { type Satisfaction, satisfied, unsatisfied } from './satisfaction.ts';
import { askStatesUrl, type StatesEndpoint } from './states-url.ts';

/** What states are brought about with. */
export interface StateMeans {
  readonly fixtures: VerificationFixtures;
  readonly link: MiddlewareLink;
  readonly calls: CallLedger;
  readonly phone: PhoneSwitch;
  readonly endpoint: StatesEndpoint | undefined;
  readonly scheme: VerificationTarget['scheme'];
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

type Params = Readonly<Record<string, unknown>>;

const NO_CREDENTIALS = 'there are no credentials: give --api-key-env or --username';
const NEEDS_ENDPOINT = 'only you can bring this about: give --states-url (docs/verify-a-middleware.md#states)';

/** Brings states about: by what was given, by `--states-url`, by driving the middleware, by making something up. */
export class StateSatisfier {
  readonly #means: StateMeans;
  readonly #activeCallIds: string[];

  constructor(means: StateMeans) {
    this.#means = means;
    this.#activeCallIds = [...means.fixtures.activeCallIds];
  }

  /** Brings a state about, after everything that an earlier one left is hung up. Never rejects. */
  async setUp(state: ProviderState, params: Params = {}): Promise<Satisfaction> {
    try {
      await this.#means.calls.hangUpAll();
      if (state === 'the presented credentials are not valid' && this.#means.scheme === 'none')
        return unsatisfied(NO_CREDENTIALS);
      return this.#fromFixtures(state) ?? (await this.#fromEndpoint(state, params)) ?? (await this.#byDriving(state));
    } catch (error) {
      return unsatisfied(error instanceof Error ? error.message : 'the state could not be brought about');
    }
  }

  /** Tells the endpoint that the interaction is over. */
  async tearDown(state: string, params: Params = {}): Promise<void> {
    const { endpoint } = this.#means;
    if (endpoint !== undefined) await askStatesUrl(endpoint, { action: 'teardown', state, params });
  }

  #fromFixtures(state: ProviderState): Satisfaction | undefined {
    const { transferTo, recordedCallId } = this.#means.fixtures;
    if (state === 'a call with a finished recording' && recordedCallId !== undefined) {
      return satisfied({ call_id: recordedCallId });
    }
    if (state === 'an active call' || (state === 'an active call and a transfer target' && transferTo !== undefined)) {
      const callId = this.#activeCallIds.shift();
      return callId === undefined ? undefined : satisfied({ call_id: callId, target_extension: transferTo });
    }
    return undefined;
  }

  async #fromEndpoint(state: ProviderState, params: Params): Promise<Satisfaction | undefined> {
    const { endpoint, calls, fixtures } = this.#means;
    if (endpoint === undefined) return undefined;
    const given = this.#given();
    const asked = await askStatesUrl(endpoint, { action: 'setup', state, params: { ...params, ...given } });
    if (asked.kind === 'satisfied') {
      const { call_id: callId } = asked.values;
      if (callId !== undefined && /active call|pending/.test(state)) calls.adopt(callId);
      const own = state === 'an agent can dial' ? given : {};
      return satisfied({ destination: fixtures.destination, ...own, ...asked.values });
    }
    // It need not know every state: what the kit can do by itself it does.
    return DRIVEN_STATES[state] === undefined ? asked : undefined;
  }

  async #byDriving(state: ProviderState): Promise<Satisfaction> {
    return (await DRIVEN_STATES[state]?.(this.#means)) ?? unsatisfied(NEEDS_ENDPOINT);
  }

  #given(): Record<string, string> {
    const { agent, destination, transferTo, campaign, skill } = this.#means.fixtures;
    const all = {
      agent_extension: agent,
      destination,
      target_extension: transferTo,
      campaign_name: campaign,
      skill_id: skill,
    };
    const entries = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return Object.fromEntries(entries);
  }
}
