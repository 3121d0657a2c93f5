import { Matchers } from '@pact-foundation/pact';
import { DEFAULT_PATHS } from '@elasticfunnels/switch-five9';
import { EXAMPLE_CREDENTIALS, EXAMPLES, REFUSED } from '../catalogue/examples.ts';
import type { Interaction } from '../catalogue/interactions.ts';
import { PROVIDER_STATES } from '../catalogue/provider-states.ts';
import type { ConsumerCase, HeaderTemplates, Template } from './consumer-case.test.fixture.ts';
import type { RecordingSetup } from './recording-setup.test.fixture.ts';

/** A request as Pact is told to expect it. */
export interface RecordedRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query: Readonly<Record<string, string[]>>;
  readonly headers: HeaderTemplates;
  readonly body: Readonly<Record<string, Template>> | undefined;
}

/** The request that the driver is to send for an interaction. */
export function requestOf(interaction: Interaction, each: ConsumerCase, setup: RecordingSetup): RecordedRequest {
  const { operation } = interaction;
  const { prefix = '', paths = {} } = setup;
  const path = `${prefix.replace(/\/+$/, '')}${{ ...DEFAULT_PATHS, ...paths }[operation]}`;
  return {
    method: operation === 'connect' ? 'GET' : 'POST',
    path: path.replace(/\?.*$/, ''),
    query: queryOf(path),
    headers: {
      Accept: 'application/json',
      ...authorizationOf(each, setup),
      ...idempotencyKeyOf(each),
    },
    body: each.body === undefined ? undefined : bodyOf(interaction, { ...defaultsOf(interaction, setup), ...each.body }),
  };
}

function queryOf(path: string): Readonly<Record<string, string[]>> {
  const query = new URL(path, 'http://middleware.invalid').searchParams;
  return Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name)]));
}

function defaultsOf({ operation }: Interaction, { campaignName, skillId }: RecordingSetup): Readonly<Record<string, string>> {
  if (operation !== 'makeCall') return {};
  return {
    ...(campaignName === undefined ? {} : { campaign_name: campaignName }),
    ...(skillId === undefined ? {} : { skill_id: skillId }),
  };
}

// What the state answers with takes the place of the example when a middleware is verified.
function bodyOf({ state }: Interaction, fields: Readonly<Record<string, string>>): Readonly<Record<string, Template>> {
  const returned = PROVIDER_STATES.find((each) => each.state === state)?.returns ?? [];
  return Object.fromEntries(
    Object.entries(fields).map(([name, example]) => [
      name,
      returned.includes(name) ? Matchers.fromProviderState(`\${${name}}`, example) : example,
    ]),
  );
}

function authorizationOf({ rejectedCredentials }: ConsumerCase, { scheme }: RecordingSetup): HeaderTemplates {
  const { token, username, password } = EXAMPLE_CREDENTIALS;
  const rejected = rejectedCredentials === true;
  const example =
    scheme === 'bearer'
      ? `Bearer ${rejected ? REFUSED.token : token}`
      : `Basic ${Buffer.from(`${username}:${rejected ? REFUSED.token : password}`).toString('base64')}`;
  if (rejected) return { Authorization: example };
  return { Authorization: Matchers.regex(scheme === 'bearer' ? '^Bearer .+$' : '^Basic [A-Za-z0-9+/=]+$', example) };
}

const VISIBLE_ASCII = '^[\\x21-\\x7e]+$';

// Generated anew each time that a middleware is verified: one that knows the key would replay the answer of an earlier run.
function idempotencyKeyOf({ idempotencyKey }: ConsumerCase): HeaderTemplates {
  if (idempotencyKey === undefined) return {};
  if (idempotencyKey === 'from-state') {
    return { 'Idempotency-Key': Matchers.fromProviderState('${idempotency_key}', EXAMPLES.idempotencyKey) };
  }
  const value = '0d9c1f6e-5a43-4f0b-9a51-6d0c3b8e7a21';
  const matcher = { 'pact:matcher:type': 'regex', regex: VISIBLE_ASCII, 'pact:generator:type': 'Uuid', value };
  return { 'Idempotency-Key': matcher };
}
