import type { SecureVersion } from 'node:tls';
import type { CertificateRequest } from './certificates.ts';

/** A request as the fault server read it. */
export interface SeenRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Which connection it came on, from 1. */
  readonly connection: number;
}

/** What a service in good health would answer. */
export interface HealthyAnswer {
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>>;
}

/** What a fault knows when it writes. */
export interface StruckExchange {
  /** Absent where the fault strikes before the request is whole. */
  readonly request?: SeenRequest;
  readonly healthy: HealthyAnswer;
  /** Where the server listens. */
  readonly origin: URL;
}

/** How far the server reads before the fault strikes. A request without a body ends with its headers. */
export type StrikePoint = 'accept' | 'first_byte' | 'request_line' | 'request_headers' | 'request_body' | 'request';

/** The TLS of a fault server. */
export interface TlsBehaviour {
  /** What its certificate says, made when the server starts; a good one for `127.0.0.1` and `localhost` when absent. */
  readonly certificate?: () => CertificateRequest;
  /** Who signs it: an authority that the client is told to trust (the default), one that it is not, or the certificate itself. */
  readonly issuer?: 'trusted' | 'stranger' | 'itself';
  /** Which versions it speaks; those that the runtime speaks by default when absent. */
  readonly version?: { readonly min: SecureVersion; readonly max: SecureVersion };
  readonly alpn?: readonly string[];
  /** Demands a certificate of the client. */
  readonly demandsClientCertificate?: boolean;
}

/** What a fault server does on the wire. */
export interface FaultBehaviour {
  /** `open` unless given; `closed` refuses connections, `silent` never answers an attempt to connect. */
  readonly port?: 'open' | 'closed' | 'silent';
  /** Plain text when absent. */
  readonly tls?: TlsBehaviour;
  /** `request` unless given. */
  readonly strikesAt?: StrikePoint;
  /** Which request of a connection is the first that is struck, from 1 (the default); those before it are answered well. */
  readonly strikesFrom?: number;
  /** What is written; drawn as the client takes it, so it may be endless. */
  readonly send?: (exchange: StruckExchange) => Iterable<string | Uint8Array>;
  /** One byte at a time, each after the server's `dripMs`. */
  readonly drips?: boolean;
  /** What happens to the connection after that; `stall` keeps it open and stays silent for ever. */
  readonly after: 'keep' | 'close' | 'reset' | 'stall';
}
