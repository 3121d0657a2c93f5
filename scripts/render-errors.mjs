// Renders docs/errors.md from the one table of error codes. A test holds the file against it, so that a code without a
// row cannot be released.
const EFFECTS = { none: 'nothing happened', applied: 'it took effect', unknown: 'nobody can tell' };

/**
 * The page of all error codes.
 *
 * @param {Record<string, { message: string, hint: string, row: string, effect: 'none' | 'applied' | 'unknown', retryable: boolean }>} policy
 * @returns {string}
 */
export function renderErrorTable(policy) {
  const rows = Object.entries(policy).map(([code, { message, effect, retryable, hint, row: section }]) => {
    const anchor = `<a id="${code.toLowerCase()}"></a>`;
    return row([
      `${anchor}\`${code}\``,
      message,
      `\`${effect}\`: ${EFFECTS[effect]}`,
      retryable ? 'yes' : 'no',
      `${hint} [More](troubleshooting.md#${section})`,
    ]);
  });
  return [
    '# Error codes',
    '',
    '<!-- Written by `pnpm generate` from packages/core/src/errors/error-policy.ts: change it there. -->',
    '',
    'Every operation of every switch throws a `SwitchError` and nothing else. Its `code` is stable: adding one is a minor',
    'release, changing one a major. The place that raises an error may know better than this table: then its own `effect`,',
    '`retryable`, `message` and `hint` say so. A dial or a transfer whose effect is `unknown` is always `OUTCOME_UNKNOWN`.',
    'Each leads to [a section on what to check](troubleshooting.md), which `phone-switch doctor` does for you.',
    '',
    "In code, `SwitchError.has(error, 'OUTCOME_UNKNOWN')` asks for one code and types its `details`; after",
    '`SwitchError.is(error)`, a `switch (error.code)` types them in each case.',
    '',
    row(['code', 'meaning', 'effect', 'may be repeated', 'what to check']),
    row(['---', '---', '---', '---', '---']),
    ...rows,
    '',
  ].join('\n');
}

function row(cells) {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
