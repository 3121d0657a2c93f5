// Renders the generated part of docs/troubleshooting.md: which section each error code leads to.
const BEGIN = '<!-- generated:codes -->';
const END = '<!-- /generated:codes -->';

/**
 * The page with its table of codes written anew.
 *
 * @param {string} page
 * @param {Record<string, { row: string }>} policy
 * @returns {string}
 */
export function renderTroubleshooting(page, policy) {
  const [before, rest] = page.split(BEGIN);
  const [, after] = (rest ?? '').split(END);
  if (after === undefined) throw new Error(`docs/troubleshooting.md lacks ${BEGIN} or ${END}.`);
  const headings = listHeadings(page);
  const rows = [...headings].flatMap(([anchor, heading]) => {
    const codes = Object.entries(policy).filter(([, { row }]) => row === anchor);
    if (codes.length === 0) return [];
    return [`| ${codes.map(([code]) => `\`${code}\``).join(' ')} | [${heading}](#${anchor}) |`];
  });
  return [before, BEGIN, '\n', ['| code | section |', '|---|---|', ...rows].join('\n'), '\n', END, after].join('');
}

/** The headings of a page, by the anchors that GitHub gives them. */
export function listHeadings(page) {
  const headings = [...page.matchAll(/^#{2,} (.+)$/gm)].map(([, heading]) => heading);
  return new Map(headings.map((heading) => [toAnchor(heading), heading]));
}

function toAnchor(heading) {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}\s_-]/gu, '')
    .replaceAll(' ', '-');
}
