import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction, Socket } from 'node:net';
import { buildConnector } from 'undici';
import { AddressGuard } from './address-guard.ts';
import type { NetworkPolicy } from './network-policy.ts';

/** A connection that the network policy refused. */
export class AddressBlocked extends Error {
  override readonly name = 'AddressBlocked';
  readonly category: string;
  readonly address: string | undefined;

  constructor(category: string, address?: string) {
    super(`blocked: ${category}`);
    this.category = category;
    this.address = address;
  }
}

/** How names are resolved; `dns.lookup` fits. */
export type ResolveHost = (
  hostname: string,
  options: { readonly all: true },
  callback: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

/** What a connector needs beside the policy. */
export interface ConnectorOptions {
  readonly connectTimeoutMs: number;
  readonly resolveHost?: ResolveHost;
}

/**
 * A connector that checks the address three times: a literal one before connecting (it skips the lookup), every
 * resolved one, and the one that the socket is really connected to (a name may resolve differently next time).
 *
 * Connections end when `closing` aborts, also those that are still being made: an agent that is destroyed knows only those
 * that it has been given.
 */
export function guardedConnector(
  policy: NetworkPolicy,
  options: ConnectorOptions,
  closing?: AbortSignal,
): buildConnector.connector {
  const guard = new AddressGuard(policy);
  const authorities = policy.certificateAuthorities;
  // One connector a protocol, as the lookup must know which it serves.
  const connectors = new Map(
    ['http:', 'https:'].map((protocol) => [
      protocol,
      buildConnector({
        allowH2: false,
        timeout: options.connectTimeoutMs,
        lookup: guardedLookup(guard, protocol, options.resolveHost ?? systemLookup),
        ...(authorities === undefined ? {} : { ca: [...defaultAuthorities(), ...authorities] }),
      }),
    ]),
  );
  return (target, callback) => {
    const connect = connectors.get(target.protocol);
    if (connect === undefined) return callback(new AddressBlocked(`protocol ${target.protocol}`), null);
    const objection = isIP(target.hostname) === 0 ? undefined : guard.findObjection(target.hostname, target.protocol);
    if (objection !== undefined) return callback(new AddressBlocked(objection, target.hostname), null);
    // What the type does not tell: it returns the socket at once.
    const making: unknown = connect(target, (...outcome) => {
      stopWatching();
      const [error, socket] = outcome;
      if (error !== null) return callback(error, null);
      const reached = socket.remoteAddress;
      // The other side has closed it already: nothing to judge, and nothing to write to.
      if (reached === undefined) {
        socket.destroy();
        return callback(Object.assign(new Error('closed at once'), { code: 'ECONNRESET' }), null);
      }
      const late = guard.findObjection(reached, target.protocol);
      if (late === undefined) return callback(null, socket);
      socket.destroy();
      callback(new AddressBlocked(late, reached), null);
    });
    const stopWatching = making instanceof Socket && closing !== undefined ? endWith(closing, making) : (): void => {};
  };
}

// Not by the `signal` option of node:net: its listener stays when the socket is gone, and keeps it as long as the signal lives.
function endWith(closing: AbortSignal, making: Socket): () => void {
  const end = (): void => void making.destroy(new Error('the transport was closed'));
  if (closing.aborted) end();
  else closing.addEventListener('abort', end);
  return () => closing.removeEventListener('abort', end);
}

/** Node's TLS costs a new process several milliseconds, and undici loads it with the first https connection. */
function defaultAuthorities(): readonly string[] {
  return process.getBuiltinModule('node:tls').getCACertificates('default');
}

function guardedLookup(guard: AddressGuard, protocol: string, resolve: ResolveHost): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '');
      // One bad address among good ones is refused as a whole: which one is dialled is a race.
      for (const { address } of addresses) {
        const objection = guard.findObjection(address, protocol);
        if (objection !== undefined) return callback(new AddressBlocked(objection, address), '');
      }
      const [first] = addresses;
      if (first === undefined) return callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '');
      if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
