/**
 * Which addresses a host may connect to. Brands type base URLs into a form, so the default is public addresses over
 * https only; everything else is opened here, by whoever runs the host.
 */
export interface NetworkPolicy {
  /** Addresses beyond the public ones, as CIDR blocks: `10.20.0.0/16`, `127.0.0.0/8`, `::1/128`. */
  readonly allowAddresses?: readonly string[];
  /** Where plain http may go: nowhere (the default), only to `allowAddresses`, or anywhere. */
  readonly plainHttp?: 'nowhere' | 'allowed-addresses' | 'anywhere';
  /** PEM certificates to trust beside the system's own, for a service with a private issuer. */
  readonly certificateAuthorities?: readonly string[];
}

/** Public addresses over https: the default. */
export const PUBLIC_HTTPS_ONLY: NetworkPolicy = {};

/** Also this machine itself, over http too: for a command line on the operator's machine, and for tests. */
export const LOOPBACK_ALLOWED: NetworkPolicy = {
  allowAddresses: ['127.0.0.0/8', '::1/128'],
  plainHttp: 'allowed-addresses',
};
