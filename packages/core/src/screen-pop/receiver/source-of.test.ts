import { expect, test } from 'vitest';
import { brandOfPath } from './brand-of-path.ts';
import { sourceOfAddress } from './source-of.ts';

test.each([
  [undefined, 'unknown'],
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::FFFF:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['proxy.internal', 'proxy.internal'],
])('the address %s counts as %s', (address, source) => {
  expect(sourceOfAddress(address)).toBe(source);
});

test.each([
  ['/acme', 'acme'],
  ['/screen-pops/acme', 'acme'],
  ['/screen-pops/acme/', 'acme'],
  ['acme', 'acme'],
  ['/screen-pops/a%20b', 'a b'],
  ['/screen-pops/a%2Fb', 'a/b'],
  ['/screen-pops/%E0%A4%A', undefined],
  ['/screen-pops/%', undefined],
  ['/', undefined],
  ['//', undefined],
  ['', undefined],
])('the path %j names %j', (path, brand) => {
  expect(brandOfPath(path)).toBe(brand);
});
