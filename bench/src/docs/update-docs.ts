import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { drawSweep } from '../plot/draw-sweep.ts';
import { readResults, type Results } from '../results.ts';
import { renderBudgets, renderFigures, renderMachine, renderPlot } from './render-results.ts';

/** The project's folder, both from `src/` and from `dist/`. */
const ROOT = new URL('../../../', import.meta.url);
const RESULTS = new URL('bench/results.json', ROOT);

/**
 * Writes what was measured into the documentation: `README.md`, `docs/performance.md`, and a plot for each sweep.
 *
 * @returns the files, from the project's folder
 * @throws Error when there are no results, or a page lacks a block for what is in them
 */
export function updateDocs(): readonly string[] {
  const results = readResults(RESULTS);
  rewrite('README.md', (page) => withBlock(page, 'budgets', `${renderMachine(results)}\n\n${renderBudgets(results)}`));
  rewrite('docs/performance.md', (page) => renderPage(page, results));
  mkdirSync(new URL('docs/bench/', ROOT), { recursive: true });
  const plots = sweepsOf(results).map((sweep) => {
    const path = `docs/bench/${sweep.name}.svg`;
    writeFileSync(new URL(path, ROOT), drawSweep(sweep));
    return path;
  });
  return ['README.md', 'docs/performance.md', ...plots];
}

/** The page about performance with its blocks written anew: the machine, all figures, and each plot. */
export function renderPage(page: string, results: Results): string {
  const withFigures = withBlock(withBlock(page, 'machine', renderMachine(results)), 'figures', renderFigures(results));
  return sweepsOf(results).reduce((text, sweep) => withBlock(text, `plot-${sweep.name}`, renderPlot(sweep)), withFigures);
}

/** @throws Error when the page has no such block */
export function withBlock(page: string, name: string, content: string): string {
  const [begin, end] = [`<!-- generated:${name} -->`, `<!-- /generated:${name} -->`];
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`a page lacks ${begin} or ${end}`);
  return `${before}${begin}\n${content}\n${end}${after}`;
}

function sweepsOf({ suites }: Results): Results['suites'][number]['sweeps'] {
  return suites.flatMap(({ sweeps }) => sweeps);
}

function rewrite(path: string, render: (page: string) => string): void {
  const file = new URL(path, ROOT);
  writeFileSync(file, render(readFileSync(file, 'utf8')));
}
