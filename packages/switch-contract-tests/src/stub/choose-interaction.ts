import { REFUSED } from '../catalogue/examples.ts';
import { type Json, type PactInteraction, referenceOf } from '../pact/pact-file.ts';

/** A request to the stub, read. */
export interface StubRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Json | undefined;
}

/** What the stub does: answers as an interaction does, or refuses what no interaction describes. */
export type StubChoice =
  | { readonly interaction: PactInteraction }
  | { readonly refusal: { readonly status: number; readonly message: string } };

/**
 * The interaction that a request asks for. Pact's own stub cannot tell: to it every id and every token matches, so a call that
 * is known and one that is not look the same. Here what stands in the contract to be refused (agent 9999, the destination
 * `not-a-number`, the unknown id, the invalid token) is refused, and all else succeeds.
 */
export function chooseInteraction(interactions: readonly PactInteraction[], request: StubRequest): StubChoice {
  const atPath = interactions.filter(({ request: { method, path } }) => method === request.method && path === request.path);
  if (atPath.length === 0) return { refusal: { status: 404, message: 'The contract has nothing at this path and method.' } };
  const authorised = atPath.filter((each) => !isRejected(each));
  if (!isAuthorised(request.authorization, authorised)) {
    const rejected = atPath.find(isRejected);
    return rejected === undefined
      ? { refusal: { status: 401, message: 'The credentials are not valid.' } }
      : { interaction: rejected };
  }
  return chooseByBody(authorised, request.body);
}

function chooseByBody(interactions: readonly PactInteraction[], body: Json | undefined): StubChoice {
  const [first] = interactions;
  if (first === undefined) return { refusal: { status: 404, message: 'The contract has nothing at this path and method.' } };
  if (first.request.body === undefined) return { interaction: first };
  if (!isFields(body)) return { refusal: { status: 400, message: 'The request body must be a JSON object.' } };
  const missing = requiredFields(interactions).find((name) => typeof body[name] !== 'string' || body[name] === '');
  if (missing !== undefined) return { refusal: { status: 400, message: `${missing} must be a text, and not empty.` } };
  const scored = interactions.map((interaction) => ({ interaction, score: scoreOf(interaction, body) }));
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a));
  return { interaction: best.interaction };
}

// What is to be refused counts most, then the same fields, so that a dial with a campaign meets the one with a campaign.
function scoreOf(interaction: PactInteraction, body: Fields): number {
  const fields = fieldsOf(interaction);
  const names = Object.keys(fields);
  const refused = names.filter((name) => isRefused(fields[name]));
  if (refused.some((name) => body[name] !== fields[name])) return -1;
  const sameFields = names.length === Object.keys(body).length && names.every((name) => name in body);
  return refused.length * 10 + (sameFields ? 5 : 0) + (isTriggered(interaction) ? 1 : 0);
}

// The first success of the contract is what is answered; the others of the same form need a state, so they are asked for by name.
function isTriggered(interaction: PactInteraction): boolean {
  return referenceOf(interaction).level === 'core';
}

function isRefused(value: Json | undefined): boolean {
  return value === REFUSED.callId || value === REFUSED.agentExtension || value === REFUSED.destination;
}

function requiredFields(interactions: readonly PactInteraction[]): readonly string[] {
  const [first, ...others] = interactions.map((each) => Object.keys(fieldsOf(each)));
  return (first ?? []).filter((name) => others.every((names) => names.includes(name)));
}

type Fields = Readonly<Record<string, Json>>;

function fieldsOf({ request: { body } }: PactInteraction): Fields {
  return isFields(body?.content) ? body.content : {};
}

function isFields(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRejected({ providerStates = [] }: PactInteraction): boolean {
  return providerStates.some(({ name }) => name === 'the presented credentials are not valid');
}

function isAuthorised(authorization: string | undefined, interactions: readonly PactInteraction[]): boolean {
  return interactions.some(({ request: { headers = {}, matchingRules } }) => {
    if (headers['Authorization'] === undefined) return true;
    const pattern = matchingRules?.['header']?.['Authorization']?.matchers[0]?.['regex'];
    if (authorization === undefined || typeof pattern !== 'string') return false;
    return new RegExp(pattern).test(authorization) && !isInvalid(authorization);
  });
}

function isInvalid(authorization: string): boolean {
  const [scheme, value = ''] = authorization.split(' ', 2);
  if (value === REFUSED.token) return true;
  return scheme === 'Basic' && Buffer.from(value, 'base64').toString('utf8').endsWith(`:${REFUSED.token}`);
}
