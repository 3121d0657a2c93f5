// Renders the generated parts of docs/screen-pop.md: the settings, and how deliveries are answered.
import { renderConfigTable } from './render-readme.mjs';

/**
 * The page with its tables written anew.
 *
 * @param {string} page
 * @param {{
 *   answers: Record<string, { status: number, outcome: string, retryAfter?: number, meaning: string }>,
 *   settingsSchema: () => object,
 * }} sources
 * @returns {string}
 */
export function renderScreenPop(page, { answers, settingsSchema }) {
  const rows = Object.entries(answers)
    .sort(([, a], [, b]) => a.status - b.status)
    .map(([reason, { status, outcome, meaning }]) => `| ${status} | \`${reason}\` | ${outcome} | ${meaning} |`);
  const reasons = ['| status | reason | outcome | what the operator should know |', '|---|---|---|---|', ...rows].join('\n');
  return replacePart(replacePart(page, 'reasons', reasons), 'settings', renderConfigTable({ settingsSchema }));
}

function replacePart(page, name, content) {
  const [begin, end] = [`<!-- generated:${name} -->`, `<!-- /generated:${name} -->`];
  const [before, rest] = page.split(begin);
  const [, after] = (rest ?? '').split(end);
  if (after === undefined) throw new Error(`docs/screen-pop.md lacks ${begin} or ${end}.`);
  return [before, begin, '\n', content, '\n', end, after].join('');
}
