/** Whatever ends a line; what stands around it is white space already. */
const LINE_BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
/** What a terminal obeys, and what turns the direction of writing, so that a text reads as another. */
const COMMANDS = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A text from elsewhere as logs, JSON and terminals may all show it: on one line, and nothing in it that acts on whoever
 * reads it. What is taken out stands there by its name.
 *
 * @example toVisibleText('\u001b[31mno\nway') // '<U+001B>[31mno way'
 */
export function toVisibleText(text: string): string {
  return text.toWellFormed().replace(LINE_BREAKS, ' ').replace(COMMANDS, nameCharacter);
}

function nameCharacter(character: string): string {
  return `<U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}>`;
}
