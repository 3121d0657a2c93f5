import { describe, expect, test } from 'vitest';
import { SwitchError } from '../errors/switch-error.ts';
import { AddressGuard } from './address-guard.ts';
import { LOOPBACK_ALLOWED, PUBLIC_HTTPS_ONLY } from './network-policy.ts';

const guard = new AddressGuard(PUBLIC_HTTPS_ONLY);

/** The address that a URL's host is, once `new URL` has read it as browsers and undici do. */
function addressIn(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, '');
}

describe('by default only public addresses may be connected to', () => {
  test.each([
    '1.1.1.1',
    '8.8.8.8',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.1',
    '169.253.255.255',
    '169.255.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.0.1.0',
    '192.167.255.255',
    '192.169.0.0',
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2001:200::1',
    '2a00:1450::1',
    '2620:fe::fe',
  ])('%s may', (address) => expect(guard.findObjection(address, 'https:')).toBeUndefined());

  test.each([
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['::1', 'loopback'],
    ['10.0.0.1', 'private network'],
    ['172.16.0.1', 'private network'],
    ['172.31.255.255', 'private network'],
    ['192.168.1.1', 'private network'],
    ['fc00::1', 'private network'],
    ['fd12:3456:789a::1', 'private network'],
    ['169.254.169.254', 'link-local or cloud metadata'],
    ['169.254.170.2', 'link-local or cloud metadata'],
    ['fe80::1', 'link-local or cloud metadata'],
    ['fe80::1%eth0', 'link-local or cloud metadata'],
    ['fe80::1%br_lan', 'link-local or cloud metadata'],
    ['fd00:ec2::254', 'private network'],
    ['100.64.0.1', 'carrier-grade NAT'],
    ['100.100.100.200', 'carrier-grade NAT'],
    ['0.0.0.0', 'unspecified'],
    ['0.1.2.3', 'unspecified'],
    ['::', 'unspecified'],
    ['224.0.0.1', 'multicast or reserved'],
    ['240.0.0.1', 'multicast or reserved'],
    ['255.255.255.255', 'multicast or reserved'],
    ['ff02::1', 'multicast or reserved'],
    ['192.0.0.170', 'documentation, benchmarking or protocol assignment'],
    ['192.0.2.1', 'documentation, benchmarking or protocol assignment'],
    ['192.88.99.1', 'documentation, benchmarking or protocol assignment'],
    ['198.18.0.1', 'documentation, benchmarking or protocol assignment'],
    ['198.19.255.255', 'documentation, benchmarking or protocol assignment'],
    ['198.51.100.1', 'documentation, benchmarking or protocol assignment'],
    ['203.0.113.1', 'documentation, benchmarking or protocol assignment'],
    ['2001::1', 'documentation, Teredo or 6to4'],
    ['2001:0:4136:e378:8000:63bf:3fff:fdd2', 'documentation, Teredo or 6to4'],
    ['2001:10::1', 'documentation, Teredo or 6to4'],
    ['2001:20::1', 'documentation, Teredo or 6to4'],
    ['2001:db8::1', 'documentation, Teredo or 6to4'],
    ['2002:7f00:1::', 'documentation, Teredo or 6to4'],
    ['3fff::1', 'documentation, Teredo or 6to4'],
    ['64:ff9b::7f00:1', 'not global unicast'],
    ['64:ff9b::a9fe:a9fe', 'not global unicast'],
    ['64:ff9b:1::1', 'not global unicast'],
    ['::ffff:8.8.8.8', 'not global unicast'],
    ['::8.8.8.8', 'not global unicast'],
    ['::ffff:0:8.8.8.8', 'not global unicast'],
    ['fec0::1', 'not global unicast'],
    ['100::1', 'not global unicast'],
    ['4000::1', 'not global unicast'],
    ['5f00::1', 'not global unicast'],
    ['1fff:ffff::1', 'not global unicast'],
  ])('%s may not: %s', (address, category) => expect(guard.findObjection(address, 'https:')).toBe(category));

  test.each(['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:a9fe:a9fe', '::ffff:10.0.0.1', '0:0:0:0:0:ffff:c0a8:101'])(
    'an IPv4 address mapped into IPv6, %s, may not',
    (address) => expect(guard.findObjection(address, 'https:')).toBeDefined(),
  );

  test.each(['', 'localhost', '127.1', '0x7f000001', '1.2.3.4.5', '::1::', '1.2.3.4/8'])(
    'what is not an address, %j, may not',
    (text) => expect(guard.findObjection(text, 'https:')).toBe('unrecognised address'),
  );

  test('an address of no interface in particular may not either', () => {
    expect(guard.findObjection('fe80::1%', 'https:')).toBeDefined();
  });
});

describe('a literal address in a URL, however it is written, is judged as what it is', () => {
  test.each([
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0x7f.0x0.0x0.0x1/',
    'http://0177.0.0.1/',
    'http://017700000001/',
    'http://127.1/',
    'http://127.0.1/',
    'http://127.0.0.1./',
    'http://①②⑦.⓪.⓪.①/',
    'http://user:pass@127.0.0.1/',
    'http://0x7F.1/',
    'http://127。0。0。1/',
    'http://[::1]/',
    'http://[0:0:0:0:0:0:0:1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
  ])('%s is loopback', (url) => expect(guard.findObjection(addressIn(url), 'https:')).toBe('loopback'));

  test.each([
    ['http://2852039166/', 'link-local or cloud metadata'],
    ['http://0xa9fea9fe/', 'link-local or cloud metadata'],
    ['http://0251.0376.0251.0376/', 'link-local or cloud metadata'],
    ['http://169.254.43518/', 'link-local or cloud metadata'],
    ['http://[fd00:ec2::254]/', 'private network'],
    ['http://[64:ff9b::169.254.169.254]/', 'not global unicast'],
    ['http://0/', 'unspecified'],
    ['http://[::]/', 'unspecified'],
    ['http://10.1/', 'private network'],
  ])('%s is %s', (url, category) => expect(guard.findObjection(addressIn(url), 'https:')).toBe(category));
});

describe('private networks only by an explicit allow-list', () => {
  test('opens the blocks that it names and nothing beside them', () => {
    const inside = new AddressGuard({ allowAddresses: ['10.20.0.0/16', '192.168.7.7', 'fd00:1::/32'] });
    for (const address of ['10.20.0.1', '10.20.255.255', '192.168.7.7', 'fd00:1:2::3']) {
      expect(inside.findObjection(address, 'https:')).toBeUndefined();
    }
    for (const address of ['10.21.0.0', '10.19.255.255', '192.168.7.8', 'fd00:2::1', '169.254.169.254', '127.0.0.1']) {
      expect(inside.findObjection(address, 'https:')).toBeDefined();
    }
    expect(inside.findObjection('8.8.8.8', 'https:')).toBeUndefined();
  });

  test.each([
    '10.0.0.0/',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '10.0.0.0/ 8',
    '10.0.0.0/0x8',
    '10.0.0.0/1e1',
    '10.0.0.0/8.0',
    '::1/129',
    'fe80::1%eth0/64',
    '10.0.0/8',
    'localhost',
    'example.com/8',
    '',
    '/8',
    '10.0.0.0-10.0.0.9',
  ])('the malformed CIDR block %j is an error that names it', (block) => {
    const make = (): AddressGuard => new AddressGuard({ allowAddresses: ['10.0.0.0/8', block] });
    expect(make).toThrow(SwitchError);
    expect(make).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', effect: 'none' }));
    try {
      make();
    } catch (error) {
      const issues = SwitchError.has(error, 'CONFIG_INVALID') ? error.details.issues : [];
      expect(issues).toEqual([{ path: 'network.allowAddresses', message: `${block} is not a CIDR block such as 10.0.0.0/8` }]);
    }
  });
});

describe('plain http goes only where the policy lets it', () => {
  test.each([
    ['nowhere', '8.8.8.8', 'plain http'],
    ['nowhere', '10.0.0.1', 'plain http'],
    ['allowed-addresses', '8.8.8.8', 'plain http'],
    ['allowed-addresses', '10.0.0.1', undefined],
    ['anywhere', '8.8.8.8', undefined],
    ['anywhere', '10.0.0.1', undefined],
    ['anywhere', '192.168.0.1', 'private network'],
  ] as const)('%s: http to %s: %s', (plainHttp, address, objection) => {
    const policy = new AddressGuard({ plainHttp, allowAddresses: ['10.0.0.0/8'] });
    expect(policy.findObjection(address, 'http:')).toBe(objection);
  });

  test('the policy for an operator’s own machine opens that machine and no other', () => {
    const local = new AddressGuard(LOOPBACK_ALLOWED);
    expect(local.findObjection('127.0.0.1', 'http:')).toBeUndefined();
    expect(local.findObjection('::1', 'http:')).toBeUndefined();
    expect(local.findObjection('192.168.0.1', 'https:')).toBe('private network');
    expect(local.findObjection('8.8.8.8', 'http:')).toBe('plain http');
  });
});

describe('a URL that is handed on', () => {
  const nowhere = { allowAddresses: ['127.0.0.0/8', '::1/128', '10.0.0.0/8'] } as const;
  const named = { ...nowhere, plainHttp: 'allowed-addresses' } as const;

  test.each([
    ['https://10.0.0.1/', PUBLIC_HTTPS_ONLY, undefined],
    ['http://10.0.0.1/', PUBLIC_HTTPS_ONLY, 'plain http'],
    ['http://cdn.test/', PUBLIC_HTTPS_ONLY, 'plain http'],
    ['http://10.0.0.1/', nowhere, 'plain http'],
    ['http://10.0.0.1/', named, undefined],
    ['http://[::1]:8080/', named, undefined],
    ['http://localhost:8080/', named, undefined],
    ['http://11.0.0.1/', named, 'plain http'],
    ['http://[::2]/', named, 'plain http'],
    ['http://10.0.0.1.test/', named, 'plain http'],
    ['http://cdn.test/', { plainHttp: 'allowed-addresses' }, 'plain http'],
    ['http://cdn.test/', { plainHttp: 'anywhere' }, undefined],
    ['ftp://10.0.0.1/', named, 'ftp is not http'],
    ['ftp://cdn.test/', { plainHttp: 'anywhere' }, 'ftp is not http'],
  ] as const)('%s by the policy %j: %s', (url, policy, objection) => {
    expect(new AddressGuard(policy).findSchemeObjection(new URL(url))).toBe(objection);
  });
});
