import { devNull } from 'node:os';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the verifier finds in its environment: whatever is in ours, but for what would slow it, misdirect it or give it away. */
export function verifierEnvironment(ours: Environment): Environment {
  return {
    ...ours,
    // Its usage tracking is on unless it is told otherwise.
    PACT_DO_NOT_TRACK: 'true',
    // A proxy must not stand before the loopback.
    NO_PROXY: '127.0.0.1,localhost',
    no_proxy: '127.0.0.1,localhost',
    // It reads every authority that this machine trusts anew for each request, most of what it takes, and uses none: it
    // speaks plain HTTP with our own two servers, and TLS to the middleware is the capture proxy's.
    SSL_CERT_FILE: devNull,
  };
}
