import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { drawSweep } from '../plot/draw-sweep.ts';
import { readResults } from '../results.ts';
import { renderBudgets, renderMachine } from './render-results.ts';
import { renderPage, withBlock } from './update-docs.ts';

const ROOT = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');
const results = readResults(new URL('bench/results.json', ROOT));

test('README.md, docs/performance.md and the plots show what was measured: run pnpm bench --update-docs', () => {
  const readme = read('README.md');
  expect(withBlock(readme, 'budgets', `${renderMachine(results)}\n\n${renderBudgets(results)}`)).toBe(readme);
  const page = read('docs/performance.md');
  expect(renderPage(page, results)).toBe(page);
  for (const sweep of results.suites.flatMap(({ sweeps }) => sweeps)) {
    expect(read(`docs/bench/${sweep.name}.svg`)).toBe(drawSweep(sweep));
  }
});

test('every budget from B1 to B12 was measured', () => {
  const told = renderBudgets(results);
  for (let number = 1; number <= 12; number += 1) expect(told).toContain(`| B${number} |`);
});

test('a page that lacks a block is told so', () => {
  expect(() => withBlock('no block', 'figures', 'x')).toThrow('a page lacks <!-- generated:figures -->');
});
