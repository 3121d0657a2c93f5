import { isLoopbackUrl } from '@elasticfunnels/switch-core';

/** What a person filled in, as far as the rules about credentials read it. */
interface FilledIn {
  readonly api_base_url?: unknown;
  readonly api_key?: unknown;
  readonly username?: unknown;
  readonly password?: unknown;
}

/** A rule about several fields together: which field the finding is shown at, and what it says. */
export interface CredentialRule {
  readonly path: string;
  readonly message: string;
  readonly holds: (filled: FilledIn) => boolean;
}

const isBoth = ({ api_key, username, password }: FilledIn): boolean =>
  api_key !== undefined && (username !== undefined || password !== undefined);

function isOnThisMachine(base: unknown): boolean {
  // The text that came, where the field itself refused it.
  const url = typeof base === 'string' ? URL.parse(base) : base;
  return url instanceof URL && isLoopbackUrl(url);
}

/** Either Bearer or Basic, whole; neither only towards this machine itself. */
export const CREDENTIAL_RULES: readonly CredentialRule[] = [
  {
    path: 'api_key',
    message:
      'is filled in together with username or password: keep api_key alone for Bearer, or remove it and keep username and password for Basic',
    holds: (filled) => !isBoth(filled),
  },
  {
    path: 'password',
    message: 'is missing: Basic authentication needs username and password',
    holds: (filled) => isBoth(filled) || filled.username === undefined || filled.password !== undefined,
  },
  {
    path: 'username',
    message: 'is missing: Basic authentication needs username and password',
    holds: (filled) => isBoth(filled) || filled.password === undefined || filled.username !== undefined,
  },
  {
    path: 'api_key',
    message: 'is missing: fill in api_key, or username and password (only a service on this machine may go without)',
    holds: ({ api_key, username, password, api_base_url }) =>
      api_key !== undefined || username !== undefined || password !== undefined || isOnThisMachine(api_base_url),
  },
];
