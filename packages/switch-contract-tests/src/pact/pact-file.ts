import type { ContractOperation } from '../catalogue/interactions.ts';
import type { ContractLevel } from '../catalogue/levels.ts';

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** One rule or generator: Pact's own words, open to those that a later version adds. */
export type PactRule = Readonly<Record<string, Json>>;

/** The rules of one place in a message. */
export interface PactMatchers {
  readonly combine: string;
  readonly matchers: readonly PactRule[];
}

/** By part of the message (`header`, `body`, `path`, `status`), then by place in it; `path` has no places. */
export type PactMatchingRules = Readonly<Record<string, Readonly<Record<string, PactMatchers>>>>;

/** By part of the message, then by place in it. */
export type PactGenerators = Readonly<Record<string, Readonly<Record<string, PactRule>>>>;

/** A body as V4 writes it. */
export interface PactBody {
  readonly content: Json;
  readonly contentType: string;
  readonly encoded: boolean | string;
}

/** What a request and a response have in common. */
export interface PactMessagePart {
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  readonly body?: PactBody;
  readonly matchingRules?: PactMatchingRules;
  readonly generators?: PactGenerators;
}

/** The request of an interaction. */
export interface PactRequest extends PactMessagePart {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, readonly string[]>>;
}

/** The response of an interaction. */
export interface PactResponse extends PactMessagePart {
  readonly status: number;
}

/** A state that must hold before an interaction. */
export interface PactProviderState {
  readonly name: string;
  readonly params?: Readonly<Record<string, Json>>;
}

/** How the contract names an interaction, beside Pact's description. */
export interface InteractionReference {
  readonly interaction: string;
  readonly operation: ContractOperation;
  readonly level: ContractLevel;
}

/** One request and its response. */
export interface PactInteraction {
  readonly type: 'Synchronous/HTTP';
  readonly description: string;
  readonly pending: boolean;
  readonly providerStates?: readonly PactProviderState[];
  readonly comments: { readonly references: { readonly contract: InteractionReference } };
  readonly request: PactRequest;
  readonly response: PactResponse;
}

/** A V4 pact of requests, as it lies in `contract/pacts`. */
export interface PactFile {
  readonly consumer: { readonly name: string };
  readonly provider: { readonly name: string };
  readonly interactions: readonly PactInteraction[];
  readonly metadata: Readonly<Record<string, Json>>;
}

/** One message that the middleware sends. */
export interface PactMessage {
  readonly type: 'Asynchronous/Messages';
  readonly description: string;
  readonly pending: boolean;
  readonly providerStates?: readonly PactProviderState[];
  readonly contents: PactBody;
  readonly matchingRules?: PactMatchingRules;
  readonly metadata?: Readonly<Record<string, Json>>;
}

/** A V4 pact of messages. */
export interface MessagePactFile {
  readonly consumer: { readonly name: string };
  readonly provider: { readonly name: string };
  readonly interactions: readonly PactMessage[];
  readonly metadata: Readonly<Record<string, Json>>;
}

/** How the contract names an interaction of a pact. */
export function referenceOf(interaction: PactInteraction): InteractionReference {
  return interaction.comments.references.contract;
}

/** The one way in which the contract's files are written: two spaces, a line feed at the end. */
export function formatJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
