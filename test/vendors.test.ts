import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
// @ts-expect-error a script, without types
import { renderVendors } from '../scripts/render-vendors.mjs';
// @ts-expect-error a script, without types
import { VENDORS } from '../scripts/vendors.mjs';

describe('docs/vendors.md', () => {
  it('says what the plugins and their conformance subjects say: run pnpm generate', async () => {
    const page = await readFile(new URL('../docs/vendors.md', import.meta.url), 'utf8');
    expect(renderVendors(VENDORS)).toBe(page);
  });

  it('tells vendors apart by what they can do', () => {
    const [five9, vicidial] = VENDORS;
    const page: string = renderVendors([five9, vicidial]);
    expect(page).toContain("| an agent's status (`agent.status`) | no | yes |");
    expect(page).toContain("| the driver reads screen pops of the vendor's own form | yes | yes |");
  });
});
