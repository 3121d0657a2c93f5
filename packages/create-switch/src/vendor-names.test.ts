import { describe, expect, it, test } from 'vitest';
import { findNameProblem, renameVendor, toVendorNames } from './vendor-names.ts';

describe("a vendor's name", () => {
  test.each(['acme', 'my-dialler', 'dialler2', 'a1-b2-c3', 'x'])('%s will do', (name) => {
    expect(findNameProblem(name)).toBeUndefined();
  });

  test.each([
    ['Acme', /lower-case/],
    ['acme_dialler', /lower-case/],
    ['-acme', /lower-case/],
    ['acme-', /lower-case/],
    ['acme--dialler', /lower-case/],
    ['3cx', /begins with a letter/],
    ['', /lower-case/],
    ['../acme', /lower-case/],
    ['acme\n', /lower-case/],
    ['switch-acme', /goes without "switch-".*: acme$/],
    ['core', /reserved/],
    ['memory', /reserved/],
    ['a'.repeat(41), /at most 40 characters/],
  ])('%j will not, and it says why', (name, why) => {
    expect(findNameProblem(name)).toMatch(why);
  });

  it('is written as each place needs it', () => {
    expect(toVendorNames('my-dialler')).toEqual({
      kebab: 'my-dialler',
      camel: 'myDialler',
      pascal: 'MyDialler',
      display: 'My Dialler',
    });
    const text = "new-vendor.ts newVendorPlugin NewVendorConfig 'New Vendor' newVendor";
    expect(renameVendor(text, toVendorNames('acme'))).toBe("acme.ts acmePlugin AcmeConfig 'Acme' acme");
  });
});
