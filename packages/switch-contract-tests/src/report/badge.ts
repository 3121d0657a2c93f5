import type { Verification } from '../verify/model/verification.ts';
import { escapeMarkup } from './escape-markup.ts';

const LABEL = 'five9 contract';
const COLOURS: Readonly<Record<string, string>> = { Bronze: '#8a5a2b', Silver: '#5f6b76', Gold: '#8a6d00' };
const CHARACTER_WIDTH = 7;
const PADDING = 12;

/** A badge for a README: the contract and the level, as SVG. */
export function toBadge({ verdict, contract, interrupted }: Verification): string {
  const failed = verdict.counts.failed > 0 || interrupted;
  const value = failed ? 'not conformant' : `${verdict.medal ?? 'no level'} ${contract.version}`;
  const colour = failed ? '#b3171f' : (COLOURS[verdict.medal ?? ''] ?? '#57606a');
  const [left, right] = [widthOf(LABEL), widthOf(value)];
  const title = escapeMarkup(`${LABEL}: ${value}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${title}"><title>${title}</title><rect width="${left}" height="20" fill="#333"/><rect x="${left}" width="${right}" height="20" fill="${colour}"/><g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11"><text x="${left / 2}" y="14">${LABEL}</text><text x="${left + right / 2}" y="14">${escapeMarkup(value)}</text></g></svg>\n`;
}

function widthOf(text: string): number {
  return text.length * CHARACTER_WIDTH + PADDING;
}
