import type { Effect, ResolveHost, SwitchErrorCode } from '@elasticfunnels/switch-core';
import type { FaultBehaviour } from './fault-behaviour.ts';

/**
 * How far an exchange gets before the fault strikes.
 *
 * `resolve`, `connect` and `handshake` end before a byte of a request can leave. `request` strikes while the server
 * reads the request, `answer` before a whole HTTP answer is there, and `answered` is what a whole answer says. `reuse`
 * takes a connection that served a request before.
 */
export type FaultStage = 'resolve' | 'connect' | 'handshake' | 'request' | 'answer' | 'answered' | 'reuse';

/**
 * What a request is to the one who sends it, as far as failures go.
 *
 * - `dial`: it rings a phone, and its answer must name the call: `makeCall`.
 * - `command`: doing it twice does harm, and its answer carries nothing: `transferCall`.
 * - `repeatable`: it acts, and doing it twice is harmless: `hangupCall`, and whatever a driver does not mark as a question.
 * - `question`: it changes nothing, whatever happens.
 */
export type RequestRole = 'dial' | 'command' | 'repeatable' | 'question';

/** One way in which an operation may end. */
export type Conclusion =
  | { readonly ends: 'result' }
  | {
      readonly ends: 'error';
      readonly code: SwitchErrorCode;
      readonly effect: Effect;
      readonly retryable: boolean;
      /** Whether a client with tries and time left sends the request again by itself. */
      readonly repeated: boolean;
    };

/** What a correct client may conclude, for each role: any of these, and nothing else. */
export type Conclusions = { readonly [Role in RequestRole]: readonly Conclusion[] };

/** What is true of every fault, wherever it strikes. */
export interface FaultFacts {
  /** Unique, in kebab-case. */
  readonly name: string;
  readonly summary: string;
  readonly stage: FaultStage;
  /**
   * Whether a whole request reaches the server before the fault strikes: the truth, which a client cannot see. `never`
   * is no licence to send it again: a part of it may have left.
   */
  readonly seen: 'never' | 'always' | 'either';
  readonly conclusions: Conclusions;
}

/** One thing that a server, or the network before it, can do wrong. */
export interface Fault extends FaultFacts {
  /** How the client is to speak to it. */
  readonly scheme: 'http' | 'https';
  readonly behaviour: FaultBehaviour;
}

/** One thing that a resolver can do wrong. */
export interface DnsFault extends FaultFacts {
  /** A resolver with the fault, for one case: it may remember how often it was asked. */
  readonly makeResolver: () => ResolveHost;
}
