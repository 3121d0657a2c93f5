import * as z from 'zod';

function findPathProblem(path: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(path)) return 'must be a path under the base URL, not a URL of its own';
  if (!path.startsWith('/')) return 'must start with /';
  if (path.startsWith('//')) return 'must not start with //, which names another host';
  if (/[\p{Cc}\s\\]/u.test(path)) return 'must not contain white space, control characters or backslashes';
  if (path.includes('#')) return 'must not have a fragment';
  const pathname = path.replace(/\?.*/, '');
  // Encoded separators too: servers differ in when they decode.
  const segments = pathname.split(/\/|%2f|%5c/i).map((segment) => segment.replace(/%2e/gi, '.'));
  if (segments.some((segment) => segment === '..' || segment === '.')) return 'must not contain . or .. segments';
  return undefined;
}

/** A schema for a path that is appended to the base URL: it can lead nowhere but below it. */
export const restPath: z.ZodType<string, string> = z.string().check((context) => {
  const problem = findPathProblem(context.value);
  if (problem !== undefined) context.issues.push({ code: 'custom', message: problem, input: undefined });
});
