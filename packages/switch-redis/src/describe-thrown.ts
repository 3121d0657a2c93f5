/** What was thrown and where, for a log: never its message, which may quote what a screen pop holds. */
export function describeThrown(thrown: unknown): Readonly<Record<string, string>> {
  // Not `String`: an object without a prototype has no text.
  if (!(thrown instanceof Error)) return { name: typeof thrown };
  const { name, message, stack = '' } = thrown;
  const at = /\n\s+at (.+)/.exec(stack.slice(stack.indexOf(message) + message.length))?.[1];
  return { name, ...(at === undefined ? {} : { at }) };
}
