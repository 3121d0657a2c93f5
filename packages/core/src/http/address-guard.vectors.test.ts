import * as fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, test } from 'vitest';
import { baseUrl } from '../config/base-url.ts';
import { AddressGuard } from './address-guard.ts';
import { PUBLIC_HTTPS_ONLY } from './network-policy.ts';

const guard = new AddressGuard(PUBLIC_HTTPS_ONLY);

/** What becomes of a base URL that a brand typed: refused as a URL, or its host judged; a name is judged when it resolves. */
function judge(text: string): string {
  const url = baseUrl.safeParse(text).data;
  if (url === undefined) return 'no base URL';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!ipaddr.isValid(host)) return `name ${host}`;
  return guard.findObjection(host, 'https:') ?? 'allowed';
}

describe('what a brand can type as its base URL to get inside', () => {
  test.each([
    // Decimal, octal, hexadecimal and short forms, as inet_aton reads them.
    ['https://2130706433', 'loopback'],
    ['https://4294967295', 'multicast or reserved'],
    ['https://4294967296', 'no base URL'],
    ['https://017700000001', 'loopback'],
    ['https://0177.0.0.01', 'loopback'],
    ['https://00000177.0x0.0.1', 'loopback'],
    ['https://0x7f000001', 'loopback'],
    ['https://0x7F.0x0.0x0.0x1', 'loopback'],
    ['https://0xa9.0xfe.0xa9.0xfe', 'link-local or cloud metadata'],
    ['https://0xa9fea9fe', 'link-local or cloud metadata'],
    ['https://2852039166', 'link-local or cloud metadata'],
    ['https://0251.0376.0251.0376', 'link-local or cloud metadata'],
    ['https://127.1', 'loopback'],
    ['https://127.0.1', 'loopback'],
    ['https://10.1', 'private network'],
    ['https://192.168.257', 'private network'],
    ['https://172.1048577', 'private network'],
    ['https://0', 'unspecified'],
    ['https://0x', 'unspecified'],
    ['https://127.0.0.08', 'no base URL'],
    ['https://127.0.0.256', 'no base URL'],
    ['https://1.2.3.4.5', 'no base URL'],
    // Trailing dots.
    ['https://127.0.0.1.', 'loopback'],
    ['https://2130706433.', 'loopback'],
    ['https://127.0.0.1..', 'name 127.0.0.1..'],
    ['https://localhost.', 'name localhost.'],
    // User information, backslashes, and what looks like another host.
    ['https://8.8.8.8@127.0.0.1', 'no base URL'],
    ['https://8.8.8.8:443@127.0.0.1', 'no base URL'],
    ['https://127.0.0.1\\@8.8.8.8', 'no base URL'],
    ['https://8.8.8.8\\@127.0.0.1', 'no base URL'],
    ['https:\\\\127.0.0.1', 'no base URL'],
    ['https:127.0.0.1', 'no base URL'],
    ['https:///127.0.0.1', 'loopback'],
    ['https://127.0.0.1#@8.8.8.8', 'no base URL'],
    ['https://127.0.0.1?@8.8.8.8', 'no base URL'],
    ['https://127.0.0.1%2eexample.test', 'name 127.0.0.1.example.test'],
    ['https://%31%32%37.0.0.1', 'loopback'],
    // Digits and dots of other alphabets, as IDNA maps them.
    ['https://①②⑦.⓪.⓪.①', 'loopback'],
    ['https://⑯⑨。②⑤④。⑯⑨｡②⑤④', 'link-local or cloud metadata'],
    ['https://１２７．０．０．１', 'loopback'],
    ['https://𝟏𝟐𝟕.𝟎.𝟎.𝟏', 'loopback'],
    ['https://127.0.0.1\u00AD', 'loopback'],
    ['https://ⓛocalhost', 'name localhost'],
    // IPv6, and IPv4 within it.
    ['https://[::1]', 'loopback'],
    ['https://[0000:0000:0000:0000:0000:0000:0000:0001]', 'loopback'],
    ['https://[::]', 'unspecified'],
    ['https://[::ffff:127.0.0.1]', 'loopback'],
    ['https://[::ffff:a9fe:a9fe]', 'link-local or cloud metadata'],
    ['https://[::ffff:8.8.8.8]', 'not global unicast'],
    ['https://[::127.0.0.1]', 'not global unicast'],
    ['https://[64:ff9b::10.0.0.1]', 'not global unicast'],
    ['https://[64:ff9b:1::a9fe:a9fe]', 'not global unicast'],
    ['https://[2002:a00:1::1]', 'documentation, Teredo or 6to4'],
    ['https://[2001:0:4136:e378:8000:63bf:f5ff:fffe]', 'documentation, Teredo or 6to4'],
    ['https://[fd00:ec2::254]', 'private network'],
    ['https://[fc00::1]', 'private network'],
    ['https://[fe80::1]', 'link-local or cloud metadata'],
    ['https://[fe80::1%25eth0]', 'no base URL'],
    ['https://[fe80::1%eth0]', 'no base URL'],
    ['https://[::1', 'no base URL'],
    // Each cloud's own metadata.
    ['https://169.254.169.254', 'link-local or cloud metadata'],
    ['https://169.254.170.2', 'link-local or cloud metadata'],
    ['https://100.100.100.200', 'carrier-grade NAT'],
    ['https://192.0.0.192', 'documentation, benchmarking or protocol assignment'],
    // And these are no trick.
    ['https://8.8.8.8', 'allowed'],
    ['https://134744072', 'allowed'],
    ['https://[2606:4700:4700::1111]', 'allowed'],
    ['https://proxy.example', 'name proxy.example'],
  ])('%s: %s', (text, verdict) => expect(judge(text)).toBe(verdict));
});

describe('held against ipaddr.js, on any address', () => {
  // Blocks of both libraries; each is entered, and stepped over on both sides.
  const V4 =
    '0.0.0.0 10.0.0.0 100.64.0.0 127.0.0.0 169.254.0.0 172.16.0.0 192.0.0.0 192.0.2.0 192.31.196.0 192.52.193.0 192.88.99.0 192.168.0.0 192.175.48.0 198.18.0.0 198.51.100.0 203.0.113.0 224.0.0.0 240.0.0.0'.split(
      ' ',
    );
  const V6 =
    ':: ::ffff:0:0 64:ff9b:: 64:ff9b:1:: 100:: 2000:: 2001:: 2001:2:: 2001:3:: 2001:4:112:: 2001:10:: 2001:20:: 2001:30:: 2001:200:: 2001:db8:: 2002:: 2620:4f:8000:: 3fff:: 3fff:1000:: 4000:: 5f00:: fc00:: fe80:: fec0:: ff00::'.split(
      ' ',
    );
  const near = (starts: readonly string[], bits: number): fc.Arbitrary<bigint> =>
    fc
      .tuple(fc.constantFrom(...starts), fc.integer({ min: 0, max: bits }), fc.boolean())
      .map(([start, power, up]) => toNumber(start) + (up ? 2n ** BigInt(power) - 1n : -(2n ** BigInt(power))))
      .map((value) => BigInt.asUintN(bits, value));
  const any = (starts: readonly string[], bits: number): fc.Arbitrary<string> =>
    fc.oneof(near(starts, bits), fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n })).map((value) => toText(value, bits));

  function toNumber(address: string): bigint {
    return ipaddr
      .parse(address)
      .toByteArray()
      .reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  }

  function toText(value: bigint, bits: number): string {
    const bytes = Array.from({ length: bits / 8 }, (_, index) => Number((value >> BigInt(bits - 8 * (index + 1))) & 0xffn));
    return ipaddr.fromByteArray(bytes).toNormalizedString();
  }

  const within = (address: ipaddr.IPv6, ...blocks: readonly string[]): boolean =>
    blocks.some((block) => address.match(ipaddr.IPv6.parseCIDR(block)));

  test('IPv4: what it calls public is allowed, and nothing else', () => {
    // as112 and amt are anycast services of the public internet, listed by IANA as globally reachable.
    const reachable = ['unicast', 'as112', 'amt'];
    fc.assert(
      fc.property(any(V4, 32), (text) => {
        const allowed = guard.findObjection(text, 'https:') === undefined;
        expect([text, allowed]).toEqual([text, reachable.includes(ipaddr.parse(text).range())]);
      }),
      { numRuns: 3_000, seed: 6 },
    );
  });

  test('IPv6: what it calls public is allowed, but for three blocks that it does not know, and nothing else', () => {
    fc.assert(
      fc.property(any(V6, 128), (text) => {
        const address = ipaddr.IPv6.parse(text);
        // Global unicast is 2000::/3 alone (the rest is unassigned); 2001::/23 is set aside for protocols, even where
        // nothing is assigned yet; 3fff::/20 is for documentation (RFC 9637).
        const ours = within(address, '2000::/3') && !within(address, '2001::/23', '3fff::/20');
        // as112 is an anycast service of the public internet.
        const theirs = ['unicast', 'as112v6', 'as112'].includes(address.range());
        const allowed = guard.findObjection(text, 'https:') === undefined;
        expect([text, address.range(), allowed]).toEqual([text, address.range(), ours && theirs]);
      }),
      { numRuns: 3_000, seed: 6 },
    );
  });

  test('every IPv4 address that may not be connected to may not be by way of IPv6 either', () => {
    const ways = ['::ffff:', '::', '::ffff:0:', '64:ff9b::', '64:ff9b:1::'];
    fc.assert(
      fc.property(any(V4, 32), fc.constantFrom(...ways), (text, way) => {
        expect([way + text, guard.findObjection(way + text, 'https:')]).not.toContain(undefined);
        const [high, low] = ipaddr.IPv4.parse(text)
          .toIPv4MappedAddress()
          .parts.slice(6)
          .map((part) => part.toString(16));
        expect(guard.findObjection(`2002:${high}:${low}::1`, 'https:')).toBeDefined();
      }),
      { numRuns: 1_000, seed: 6 },
    );
  });

  test('a block that the policy names opens its addresses and no others', () => {
    fc.assert(
      fc.property(any(V4, 32), fc.integer({ min: 0, max: 32 }), any(V4, 32), (start, bits, text) => {
        const inside = ipaddr.IPv4.parse(text).match(ipaddr.IPv4.parse(start), bits);
        const opened = new AddressGuard({ allowAddresses: [`${start}/${bits}`] });
        const expected = inside || guard.findObjection(text, 'https:') === undefined;
        expect([`${start}/${bits}`, text, opened.findObjection(text, 'https:') === undefined]).toEqual([
          `${start}/${bits}`,
          text,
          expected,
        ]);
      }),
      { numRuns: 2_000, seed: 6 },
    );
  });
});
