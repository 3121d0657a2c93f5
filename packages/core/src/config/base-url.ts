import * as z from 'zod';
import { SwitchError } from '../errors/switch-error.ts';

const HAS_CONTROL_OR_SPACE = /[\p{Cc}\s]/u;

function findBaseUrlProblem(text: string): string | undefined {
  if (HAS_CONTROL_OR_SPACE.test(text)) return 'must not contain white space or control characters';
  if (text.includes('\\')) return 'must use forward slashes';
  if (!/^https?:\/\//i.test(text)) return 'must start with https:// (or http:// where the host allows it)';
  const url = URL.parse(text);
  if (url === null) return 'must be an absolute URL such as https://proxy.example/api';
  if (url.username !== '' || url.password !== '') {
    return 'must not contain credentials: put them in the fields for them';
  }
  if (text.includes('?')) return 'must not have a query string';
  if (text.includes('#')) return 'must not have a fragment';
  return undefined;
}

/** A schema for the base URL of a switch: absolute, http or https, without credentials, query or fragment. */
export const baseUrl: z.ZodType<URL, string> = z
  .string()
  .check((context) => {
    const problem = findBaseUrlProblem(context.value);
    if (problem !== undefined) context.issues.push({ code: 'custom', message: problem, input: undefined });
  })
  .transform((text) => new URL(text));

/**
 * The URL of a path under a base URL. A path prefix in the base survives, with or without a trailing slash;
 * `new URL('/x', base)` would lose it.
 *
 * @throws SwitchError `INTERNAL` for a path that leads elsewhere: `@other.example`, `.other.example`, `/../admin`.
 */
export function joinUrl(base: URL, path: string): URL {
  const prefix = base.pathname.replace(/\/+$/, '');
  const url = path.startsWith('/') ? URL.parse(`${base.origin}${prefix}${path}`) : null;
  if (url !== null && url.origin === base.origin && url.pathname.startsWith(`${prefix}/`)) return url;
  // Without the path: a driver may have put a number into it.
  throw new SwitchError('INTERNAL', {}, { effect: 'none', message: 'A path of the driver does not lie below the base URL.' });
}

/** Whether a URL names this machine itself: `localhost`, `127.0.0.0/8` or `::1`. */
export function isLoopbackUrl(url: URL): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
}
