import { type Authorisation, basic, bearer, noAuthorisation } from '@elasticfunnels/switch-core';
import type { Five9Config, Five9Paths } from '@elasticfunnels/switch-five9';

/** The middleware that is verified, and how it is reached. */
export interface VerificationTarget {
  readonly baseUrl: URL;
  readonly paths: Five9Paths;
  readonly config: Five9Config;
  /** What was filled in, as the driver takes it: it holds the secrets. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly scheme: 'Bearer' | 'Basic' | 'none';
  /** PEM certificates to trust beside the system's own. */
  readonly certificateAuthorities: readonly string[];
  /** How long one answer may take, in milliseconds. */
  readonly timeoutMs: number;
  /** The headers of a request with the good credentials. */
  readonly authorise: () => Promise<Readonly<Record<string, string>>>;
  /** A text without the credentials, in whatever form they stand in it. */
  readonly redact: (text: string) => string;
}

/** What the target is made of. */
export interface TargetParts {
  readonly config: Five9Config;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly certificateAuthorities: readonly string[];
  readonly timeoutMs: number;
}

/** The target that a validated configuration describes. */
export function targetOf({ config, settings, certificateAuthorities, timeoutMs }: TargetParts): VerificationTarget {
  const authorisation = authorisationOf(config);
  return {
    baseUrl: config.baseUrl,
    paths: config.paths,
    config,
    settings,
    scheme: config.credentials.kind === 'none' ? 'none' : config.credentials.kind === 'bearer' ? 'Bearer' : 'Basic',
    certificateAuthorities,
    timeoutMs,
    authorise: async () => {
      const headers: Record<string, string> = {};
      await authorisation.authorise({ url: config.baseUrl, headers });
      return headers;
    },
    redact: (text) => authorisation.redact(text),
  };
}

function authorisationOf({ credentials }: Five9Config): Authorisation {
  switch (credentials.kind) {
    case 'bearer':
      return bearer(credentials.token);
    case 'basic':
      return basic(credentials.username, credentials.password);
    case 'none':
      return noAuthorisation;
  }
}
