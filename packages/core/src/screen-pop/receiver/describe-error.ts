/** An error as a log may have it: what and where, and never its message, which may quote what a delivery held. */
export function describeError(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof Error)) return { name: typeof error };
  const { name, stack = '', message } = error;
  const code: unknown = Reflect.get(error, 'code');
  const frames = stack.slice(stack.indexOf(message) + message.length);
  const at = /\n\s+at (.+)/.exec(frames)?.[1];
  return { name, ...(typeof code === 'string' ? { code } : {}), ...(at === undefined ? {} : { at }) };
}
