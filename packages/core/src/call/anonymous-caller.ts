const WITHHELD: readonly string[] = ['anonymous', 'restricted', 'private', 'unknown', 'unavailable', 'withheld', 'blocked'];

/** What switches write around them: `Private Number`, `CALLER ID WITHHELD`. */
const AROUND: ReadonlySet<string> = new Set(
  'a ani call caller callerid calling cli clid dnis id identity is name no number party phone the user'.split(' '),
);

/** The same in one word. Each part at most once: repeated, a long text of them would be tried in every way. */
const IN_ONE_WORD = new RegExp(`^(?:caller|callerid|number)?(?:${WITHHELD.join('|')})(?:caller|callerid|id|name|number|user)?$`);

/** Other words for the same, and for nothing at all. */
const NOTHING: ReadonlySet<string> = new Set([
  'no caller id',
  'no callerid',
  'no number',
  'no cli',
  'not available',
  'not provided',
  'out of area',
  'number unobtainable',
  'null',
  'undefined',
  'none',
  'nil',
  'nan',
  'n a',
  'na',
]);

const NAME = String.raw`[a-z_][\w.: -]*`;

/** A variable of a vendor's template that nobody filled in. */
const PLACEHOLDER = new RegExp(
  `^\\+?(?:${[
    `@${NAME}@`,
    `--[a-z]--${NAME}--[a-z]--`,
    `\\{{1,3}[!#%]? ?${NAME}\\}{1,3}`,
    `[$#]\\{ ?${NAME}\\}`,
    `\\$\\(${NAME}\\)`,
    `[$:]${NAME}`,
    `%{1,2}${NAME}%{1,2}`,
    `\\[{1,2}${NAME}\\]{1,2}`,
    `<${NAME}>`,
    `<%=? ?${NAME}%>`,
    `__${NAME}__`,
  ].join('|')})$`,
  'i',
);

/** The words on a telephone's keys, which some carriers send with a plus for want of a number. */
const ON_KEYS: ReadonlySet<string> = new Set(WITHHELD.map(spellOnKeypad));
const ANONYMOUS_ON_KEYS: string = spellOnKeypad('anonymous');

/** Whether a text says that there is no number: withheld, nothing at all, or a placeholder that was not filled in. */
export function isAnonymousText(text: string): boolean {
  // Punctuation alone is a format around nothing: `() -`.
  if (!/[^\s().,:;_'"/?+-]/.test(text)) return true;
  const lower = text.toLowerCase();
  if (PLACEHOLDER.test(lower)) return true;
  if (/[^a-z\s().,:;_'"/!<>[\]*-]/.test(lower)) return false;
  const words = lower.replace(/[^a-z]+/g, ' ').trim();
  return NOTHING.has(words) || saysWithheld(words.split(' '));
}

function saysWithheld(words: readonly string[]): boolean {
  const others = words.filter((word) => !AROUND.has(word));
  return others.length > 0 && others.every((word) => IN_ONE_WORD.test(word));
}

/**
 * Whether digits that are nobody's number stand for a caller who withheld theirs: zeros alone, or `anonymous` on the
 * keys of a telephone; with a plus also the other words, which without one could be a local number.
 */
export function areAnonymousDigits(digits: string, hasPlus: boolean): boolean {
  return /^0{7,}$/.test(digits) || digits === ANONYMOUS_ON_KEYS || (hasPlus && ON_KEYS.has(digits));
}

/** Letters as the keys of a telephone that carry them (ITU-T E.161). */
export function spellOnKeypad(letters: string): string {
  return letters.toLowerCase().replace(/[a-z]/g, (letter) => '22233344455566677778889999'.charAt(letter.charCodeAt(0) - 97));
}
