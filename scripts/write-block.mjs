/**
 * A page with one of its generated blocks written anew.
 *
 * @param {string} page
 * @param {string} name of the block, which stands between `<!-- generated:NAME -->` and `<!-- /generated:NAME -->`
 * @param {string} content
 * @returns {string}
 * @throws {Error} when the page has no such block
 */
export function writeBlock(page, name, content) {
  const begin = `<!-- generated:${name} -->`;
  const end = `<!-- /generated:${name} -->`;
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`The page lacks ${begin} or ${end}.`);
  return `${before}${begin}\n\n${content}\n\n${end}${after}`;
}
