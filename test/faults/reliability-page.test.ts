import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

// The figures themselves are a run's: `pnpm fault-matrix --cases all --update-docs` writes them, and refuses a bad one.

test('docs/reliability.md tells of ten thousand cases or more, of which none rang twice or lied', async () => {
  const page = await readFile(new URL('../../docs/reliability.md', import.meta.url), 'utf8');
  const [, block = ''] = /<!-- generated:fault-matrix -->([^]*)<!-- \/generated:fault-matrix -->/.exec(page) ?? [];
  const [, cases = ''] = /`pnpm fault-matrix [^`]+`: ([\d,]+) of /.exec(block) ?? [];
  expect(Number(cases.replaceAll(',', ''))).toBeGreaterThanOrEqual(10_000);
  expect(block).toContain('| **dials and transfers that took effect twice** | **0** |');
  expect(block).toContain('| **said to have done nothing, and may have done something** | **0** |');
});
