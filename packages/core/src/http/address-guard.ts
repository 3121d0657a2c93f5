import { BlockList, type IPVersion, isIP } from 'node:net';
import { SwitchError } from '../errors/switch-error.ts';
import type { NetworkPolicy } from './network-policy.ts';

// IANA's special-purpose address registries; `performance-and-security` in the design names the same set.
const CATEGORIES: readonly (readonly [category: string, blocks: readonly string[]])[] = [
  ['loopback', ['127.0.0.0/8', '::1/128']],
  ['private network', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']],
  ['link-local or cloud metadata', ['169.254.0.0/16', 'fe80::/10']],
  ['carrier-grade NAT', ['100.64.0.0/10']],
  ['unspecified', ['0.0.0.0/8', '::/128']],
  ['multicast or reserved', ['224.0.0.0/4', '240.0.0.0/4', 'ff00::/8']],
  [
    'documentation, benchmarking or protocol assignment',
    ['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ],
  ['documentation, Teredo or 6to4', ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']],
];
// All that is not 2000::/3, global unicast: mapped and translated IPv4 (NAT64) among it, which can lead inside.
const NOT_GLOBAL_UNICAST = ['::/3', '4000::/2', '8000::/1'];
// One question for each connection, and one list for each family: to a list, an IPv4 address is also a mapped one.
// Made on first use, as a process may never connect.
const blocked: Partial<Record<IPVersion, BlockList>> = {};
let categories: readonly { readonly category: string; readonly list: BlockList }[] | undefined;

function toBlockList(blocks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const block of blocks) {
    const { address, bits, family } = parseBlock(block);
    list.addSubnet(address, bits, family === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

function parseBlock(block: string): { readonly address: string; readonly bits: number; readonly family: number } {
  const slash = block.indexOf('/');
  const address = slash === -1 ? block : block.slice(0, slash);
  const prefix = slash === -1 ? undefined : block.slice(slash + 1);
  const family = isIP(address);
  const longest = family === 6 ? 128 : 32;
  // Digits only: an empty prefix is 0 to Number(), and a slip of the keyboard would open every address.
  const bits = prefix === undefined ? longest : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
  if (family !== 0 && !address.includes('%') && bits <= longest) return { address, bits, family };
  const issues = [{ path: 'network.allowAddresses', message: `${block} is not a CIDR block such as 10.0.0.0/8` }];
  throw new SwitchError('CONFIG_INVALID', { issues });
}

/** What keeps connections away from addresses that the policy does not open. */
export class AddressGuard {
  /** Undefined where the policy names none. */
  readonly #allowed: BlockList | undefined;
  readonly #plainHttp: NetworkPolicy['plainHttp'];

  /** @throws SwitchError `CONFIG_INVALID` for a malformed CIDR block. */
  constructor(policy: NetworkPolicy) {
    const allowed = policy.allowAddresses ?? [];
    this.#allowed = allowed.length === 0 ? undefined : toBlockList(allowed);
    this.#plainHttp = policy.plainHttp;
  }

  /** Why an address may not be connected to over this protocol; undefined when it may. */
  findObjection(address: string, protocol: string): string | undefined {
    // Without the interface, whose name Node may not take for a part of an address.
    const zone = address.indexOf('%');
    const bare = zone === -1 ? address : address.slice(0, zone);
    const family = isIP(bare);
    if (family === 0) return 'unrecognised address';
    const type = family === 6 ? 'ipv6' : 'ipv4';
    const named = this.#allowed?.check(bare, type) === true;
    if (protocol !== 'https:' && !this.#allowsPlainHttp(named)) return 'plain http';
    return named ? undefined : findCategory(bare, type);
  }

  /** Why a URL that is handed on (and not connected to by us) may not be plain http; undefined when it may. */
  findSchemeObjection(url: URL): string | undefined {
    if (url.protocol === 'https:') return undefined;
    if (url.protocol !== 'http:') return `${url.protocol.slice(0, -1)} is not http`;
    const host = url.hostname === 'localhost' ? '127.0.0.1' : url.hostname.replace(/[[\]]/g, '');
    // A name is on no list of addresses.
    const named = this.#allowed?.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4') === true;
    return this.#allowsPlainHttp(named) ? undefined : 'plain http';
  }

  #allowsPlainHttp(named: boolean): boolean {
    return this.#plainHttp === 'anywhere' || (this.#plainHttp === 'allowed-addresses' && named);
  }
}

function findCategory(address: string, type: IPVersion): string | undefined {
  blocked[type] ??= toBlockList(blocksOf(type));
  if (!blocked[type].check(address, type)) return undefined;
  categories ??= CATEGORIES.map(([category, blocks]) => ({ category, list: toBlockList(blocks) }));
  return categories.find(({ list }) => list.check(address, type))?.category ?? 'not global unicast';
}

function blocksOf(type: IPVersion): string[] {
  const all = [...CATEGORIES.flatMap(([, blocks]) => blocks), ...NOT_GLOBAL_UNICAST];
  return all.filter((block) => block.includes(':') === (type === 'ipv6'));
}
