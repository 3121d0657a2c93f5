import { EXAMPLE_CREDENTIALS, REFUSED } from '../catalogue/examples.ts';
import type { PactInteraction, PactRequest } from '../pact/pact-file.ts';

/**
 * How a pact is authorised. By default the worthless examples stay. `from-state` leaves the header to whoever sets up the
 * states: each answers `authorization`, so that a verifier in another language needs no secret in a file. `inline` writes the
 * header into the pact: for a file that is read at once and deleted.
 */
export type PactAuthentication =
  | { readonly scheme: 'none' }
  | {
      readonly scheme: 'bearer' | 'basic';
      readonly credentials?: 'example' | 'from-state' | { readonly inline: string };
    };

/** The value of an `Authorization` header with a token. */
export function bearerHeader(token: string): string {
  return `Bearer ${token}`;
}

/** The value of an `Authorization` header with a username and a password, in UTF-8. */
export function basicHeader(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

const PATTERNS = { bearer: '^Bearer .+$', basic: '^Basic [A-Za-z0-9+/=]+$' } as const;
const HEADER = 'Authorization';

/** The request with the header that an authentication asks for. Rejected credentials stay rejected, in the scheme's form. */
export function authenticate({ request, providerStates = [] }: PactInteraction, by: PactAuthentication): PactRequest {
  const rejected = providerStates.some(({ name }) => name === 'the presented credentials are not valid');
  const bare = withoutHeader(request);
  if (by.scheme === 'none') return rejected ? request : bare;
  const { token, username, password } = EXAMPLE_CREDENTIALS;
  if (rejected) {
    const header = by.scheme === 'bearer' ? bearerHeader(REFUSED.token) : basicHeader(username, REFUSED.token);
    return { ...bare, headers: sorted({ ...bare.headers, [HEADER]: [header] }) };
  }
  const { credentials = 'example' } = by;
  const example = by.scheme === 'bearer' ? bearerHeader(token) : basicHeader(username, password);
  const header = typeof credentials === 'string' ? example : credentials.inline;
  const rule = { combine: 'AND', matchers: [{ match: 'regex', regex: PATTERNS[by.scheme] }] };
  const { matchingRules = {}, generators = {} } = bare;
  const generator = { expression: '${authorization}', type: 'ProviderState' };
  return {
    ...bare,
    headers: sorted({ ...bare.headers, [HEADER]: [header] }),
    matchingRules: sorted({ ...matchingRules, header: sorted({ ...matchingRules['header'], [HEADER]: rule }) }),
    ...(credentials === 'from-state'
      ? { generators: sorted({ ...generators, header: sorted({ ...generators['header'], [HEADER]: generator }) }) }
      : {}),
  };
}

function withoutHeader(request: PactRequest): PactRequest {
  const { headers = {}, matchingRules, ...rest } = request;
  const { [HEADER]: _authorization, ...otherHeaders } = headers;
  const { header: headerRules = {}, ...otherRules } = matchingRules ?? {};
  const { [HEADER]: _rule, ...otherHeaderRules } = headerRules;
  const rules = { ...otherRules, ...(Object.keys(otherHeaderRules).length === 0 ? {} : { header: otherHeaderRules }) };
  return { ...rest, headers: otherHeaders, ...(Object.keys(rules).length === 0 ? {} : { matchingRules: sorted(rules) }) };
}

/** Pact writes names in order; so does whatever changes a pact, or the bytes would differ. */
export function sorted<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
