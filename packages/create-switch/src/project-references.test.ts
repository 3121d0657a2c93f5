import { describe, expect, it } from 'vitest';
import { addProjectReference } from './project-references.ts';

const TSCONFIG = `{
  // All of it.
  "references": [
    { "path": "packages/core" },
    { "path": "packages/switch-five9" },
    { "path": "apps/phone-switch" }
  ]
}
`;

describe('a reference to a new package', () => {
  const added = addProjectReference(TSCONFIG, 'packages/switch-acme') ?? expect.unreachable();

  it('stands after those to the other packages, and the comments stay', () => {
    expect(added).toBe(TSCONFIG.replace('switch-five9" },', 'switch-five9" },\n    { "path": "packages/switch-acme" },'));
  });

  it('is added once', () => {
    expect(addProjectReference(added, 'packages/switch-acme')).toBe(added);
  });

  it('also follows one that is the last of all', () => {
    const last = TSCONFIG.replace(',\n    { "path": "apps/phone-switch" }', '');
    expect(addProjectReference(last, 'packages/switch-acme')).toContain(
      '{ "path": "packages/switch-five9" },\n    { "path": "packages/switch-acme" }\n  ]',
    );
  });

  it('is not invented where there are none', () => {
    expect(addProjectReference('{ "files": [] }', 'packages/switch-acme')).toBeUndefined();
  });
});
