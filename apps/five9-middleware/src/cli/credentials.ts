import { randomBytes } from 'node:crypto';
import type { AuthenticationSettings } from '../http/middleware-settings.ts';
import { generateWebhookSecret } from '../screen-pop/webhook-signature.ts';
import type { CommandLine } from './command-line.ts';
import { UsageError } from './usage-error.ts';

/** The environment of the process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Credentials, and whether they were made up here, so that only those are ever printed. */
export interface Credentials {
  readonly authentication: AuthenticationSettings;
  readonly generated: boolean;
}

/** Finds the one kind of credential that the command line asks for; throws `UsageError` when it asks for two or half of one. */
export function resolveCredentials(line: CommandLine, environment: Environment): Credentials {
  const { apiKeyEnv, username, passwordEnv, auth } = line;
  const basic = username !== undefined || passwordEnv !== undefined;
  const kinds = [apiKeyEnv !== undefined && '--api-key-env', basic && '--username', !auth && '--no-auth'].filter(Boolean);
  if (kinds.length > 1) throw new UsageError(`Use only one of ${kinds.join(' and ')}.`);
  if (!auth) return { authentication: { kind: 'none' }, generated: false };
  if (apiKeyEnv !== undefined) {
    return { authentication: { kind: 'bearer', apiKey: readVariable(environment, apiKeyEnv) }, generated: false };
  }
  if (!basic) {
    return { authentication: { kind: 'bearer', apiKey: randomBytes(24).toString('base64url') }, generated: true };
  }
  if (username === undefined) throw new UsageError('--password-env needs --username.');
  if (passwordEnv === undefined) throw new UsageError('--username needs --password-env.');
  const password = readVariable(environment, passwordEnv);
  return { authentication: { kind: 'basic', username, password }, generated: false };
}

/** The secret that signs screen pops, and whether it was made up here; throws `UsageError`. */
export function resolveScreenPopSecret(
  line: CommandLine,
  environment: Environment,
): { readonly secret: string; readonly generated: boolean } | undefined {
  if (line.screenPopUrl === undefined) {
    if (line.screenPopSecretEnv !== undefined) throw new UsageError('--screen-pop-secret-env needs --screen-pop-url.');
    return undefined;
  }
  if (line.screenPopSecretEnv === undefined) return { secret: generateWebhookSecret(), generated: true };
  return { secret: readVariable(environment, line.screenPopSecretEnv), generated: false };
}

function readVariable(environment: Environment, name: string): string {
  const value = environment[name];
  if (value !== undefined && value !== '') return value;
  throw new UsageError(`The environment variable ${name.slice(0, 60)} is not set or empty.`);
}
