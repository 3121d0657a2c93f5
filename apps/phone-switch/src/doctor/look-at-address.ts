import { lookup } from 'node:dns';
import { isIP } from 'node:net';
import { type AddressGuard, isLoopbackUrl, type ResolveHost } from '@elasticfunnels/switch-core';
import { broken, type Finding, holds, notChecked } from './check.ts';
import type { Examination } from './examination.ts';
import { withinTime } from './within-time.ts';

/** A URL's host without the brackets of an IPv6 address. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/** A URL that an operator gave, and what it is called. */
export interface NamedUrl {
  readonly url: URL;
  readonly called: 'base URL' | 'webhook URL';
}

/** The addresses of a name, and what was found. */
export interface Resolved {
  readonly addresses: readonly string[];
  readonly finding: Finding;
}

const DNS_REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no such name',
  EAI_AGAIN: 'the name server does not answer',
  EAI_NODATA: 'the name has no address',
};

/** Which addresses a host has. */
export async function lookAtName(
  named: NamedUrl,
  examination: Examination,
  resolveHost: ResolveHost = lookup,
): Promise<Resolved> {
  const host = hostOf(named.url);
  if (isIP(host) !== 0) return { addresses: [host], finding: holds(`${host} is an address, so no name has to resolve`) };
  const { waitMs } = examination;
  const resolved = await withinTime<Resolution>(examination, (settle) => {
    resolveHost(host, { all: true }, (error, found) => settle({ error, found: found ?? [] }));
  });
  if (resolved === 'aborted') return { addresses: [], finding: notChecked('given up') };
  if (resolved === 'timed_out') return nowhere(named, `the name server does not answer within ${Math.round(waitMs)} ms`);
  if (resolved.error !== null) return nowhere(named, describeDnsError(resolved.error));
  const addresses = resolved.found.map(({ address }) => address);
  if (addresses.length === 0) return nowhere(named, 'the name has no address');
  return { addresses, finding: holds(`${host} has ${count(addresses.length, 'address')}`, { details: shorten(addresses) }) };
}

interface Resolution {
  readonly error: Error | null;
  readonly found: readonly { readonly address: string }[];
}

function nowhere({ url, called }: NamedUrl, reason: string): Resolved {
  const host = hostOf(url);
  const next = `Check the ${called} for a typo, and that the name resolves on the machine that runs the ${called === 'base URL' ? 'driver' : 'telephony'}.`;
  return { addresses: [], finding: broken(`${host} does not resolve: ${reason}`, { code: 'UNREACHABLE', next }) };
}

function describeDnsError(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return `${DNS_REASONS[code] ?? 'the lookup failed'} (${code})`;
}

/** Whether the network policy lets the driver connect there; it refuses a name of which one address is not allowed. */
export function lookAtPolicy(url: URL, addresses: readonly string[], guard: AddressGuard): Finding {
  const judged = addresses.map((address) => ({ address, objection: findObjection(address, url, guard) }));
  const refused = judged.filter(({ objection }) => objection !== undefined);
  const details = judged.map(({ address, objection }) => `${address} ${objection === undefined ? 'allowed' : objection}`);
  const [first] = refused;
  if (first === undefined) return holds(`${count(addresses.length, 'address')} allowed`);
  const flags = refused
    .slice(0, SHOWN)
    .map(({ address }) => `--allow-address ${address}/${isIP(address) === 6 ? 128 : 32}`)
    .join(' ');
  const found =
    refused.length < judged.length
      ? `${refused.length} of ${judged.length} addresses are not allowed, so the whole name is not`
      : `${first.address} is not allowed: ${first.objection}`;
  return broken(found, {
    code: 'BLOCKED_ADDRESS',
    details,
    next: `${advise(first.objection, url)} Here, allow it with ${flags}`,
  });
}

/** Plain http and what kind of address it is are two objections, and one block to open. */
function findObjection(address: string, url: URL, guard: AddressGuard): string | undefined {
  const objections = [guard.findObjection(address, url.protocol), guard.findObjection(address, 'https:')];
  const told = [...new Set(objections.filter((objection) => objection !== undefined))];
  return told.length === 0 || objections[0] === undefined ? undefined : told.join(', ');
}

function advise(objection: string | undefined, url: URL): string {
  if (objection === 'plain http') return 'Use https: plain http may go only to addresses that the policy opens by name.';
  const own = isLoopbackUrl(url) ? '' : ' A public name that leads to a private address is a typo or an attack.';
  return `Use a public address, or have allowAddresses in the network policy of the host open this one.${own}`;
}

/** `1 address`, `2 addresses`. */
function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 'es'}`;
}

const SHOWN = 8;

/** The first few of many lines. */
export function shorten(lines: readonly string[]): readonly string[] {
  return lines.length <= SHOWN ? lines : [...lines.slice(0, SHOWN), `and ${lines.length - SHOWN} more`];
}
