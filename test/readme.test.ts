import { readFile } from 'node:fs/promises';
import { five9Plugin } from '@elasticfunnels/switch-five9';
import { describe, expect, it } from 'vitest';
// @ts-expect-error a script, without types
import { renderReadme } from '../scripts/render-readme.mjs';

describe('README.md', () => {
  it('holds the config table of the schema and the examples as they are: run pnpm generate', async () => {
    const root = new URL('../', import.meta.url);
    const readme = await readFile(new URL('README.md', root), 'utf8');
    expect(await renderReadme(readme, { root, plugin: five9Plugin })).toBe(readme);
  });
});
