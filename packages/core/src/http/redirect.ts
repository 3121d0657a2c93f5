import type { Operation } from '../switch/operation.ts';
import type { HttpAnswer } from './http-transport.ts';
import { findHeader } from './retry-after.ts';
import type { SentRequest } from './sent-request.ts';

/** A redirect, and the request that it answers. */
interface AnsweredRedirect {
  readonly operation: Operation;
  readonly answer: HttpAnswer;
  readonly sent?: SentRequest | undefined;
  /** Takes credentials out of a text of the service. */
  readonly redact: (text: string) => string;
  /** Takes out people's numbers as well. */
  readonly makeSafe: (text: string) => string;
}

/** A redirect as an operator reads it. */
export interface RedirectTold {
  readonly message: string;
  readonly hint: string;
}

/** Where an answer redirects to, without a query, and what to do so that it does not. */
export function describeRedirect(redirect: AnsweredRedirect): RedirectTold {
  const { answer, makeSafe } = redirect;
  const target = findTarget(redirect);
  const shown = target === undefined ? 'nowhere' : makeSafe(target.shown);
  return {
    message: `The service answered with a redirect (HTTP ${answer.status}) to ${shown}, which the driver does not follow.`,
    hint: findHint(redirect, target),
  };
}

interface Target {
  readonly url: URL;
  readonly shown: string;
  readonly isRelative: boolean;
  /** Whether nothing was taken out of it: only then does it lead where the service says. */
  readonly isWhole: boolean;
}

const NOWHERE = 'http://relative.invalid';

function findTarget({ answer, sent, redact, makeSafe }: AnsweredRedirect): Target | undefined {
  const location = findHeader(answer, 'location');
  if (location === undefined) return undefined;
  // Redacted before it is parsed too: a path ends at a ? or #, and a URL has a form of its own for many signs. Headers are
  // read as Latin-1, in which what was UTF-8 is not known again.
  const said = Buffer.from(location, 'latin1').toString();
  const text = redact(said);
  const isRelative = URL.parse(text, NOWHERE)?.host === 'relative.invalid';
  const url = URL.parse(text, sent === undefined ? NOWHERE : requestUrl(sent));
  if (url === null) return undefined;
  const isWhole = text === said && makeSafe(url.pathname) === url.pathname;
  return { url, isRelative, isWhole, shown: isRelative ? url.pathname : `${url.protocol}//${url.host}${url.pathname}` };
}

function findHint({ operation, answer, sent }: AnsweredRedirect, target: Target | undefined): string {
  if (target === undefined) return `Check the base URL, and that the path of ${operation} is the service's own.`;
  const { url, isRelative, isWhole } = target;
  if (sent === undefined) return isRelative ? SAME_ORIGIN : OTHER_ORIGIN;
  const { baseUrl } = sent;
  if (isUpgrade(baseUrl, url)) return 'Write the base URL with https: the service takes nothing over http.';
  if (url.origin !== baseUrl.origin) return OTHER_ORIGIN;
  // 302 and 303 lead a browser to a page; only the others say that the same request belongs elsewhere.
  if (![301, 307, 308].includes(answer.status) || !isWhole) return SAME_ORIGIN;
  return findSetting(operation, sent, url) ?? SAME_ORIGIN;
}

const OTHER_ORIGIN =
  'That is another origin, most likely the login page of a portal or proxy in front of the service: have this base URL let requests through without one, and send the credentials nowhere else.';
const SAME_ORIGIN =
  "Look whether that is a login page that stands before the service; if not, set the base URL and the path of the operation so that they lead to the service's own endpoint.";

/** Which setting takes the redirect away: the path of the operation where only that differs, else the base URL. */
function findSetting(operation: Operation, sent: SentRequest, { origin, pathname }: URL): string | undefined {
  const base = sent.baseUrl.pathname.replace(/\/$/, '');
  const path = sent.path.replace(/[?#].*$/s, '');
  if (`${base}${path}` === pathname) return undefined;
  if (pathname.endsWith(path)) return `Set the base URL to ${origin}${pathname.slice(0, -path.length)}.`;
  return pathname.startsWith(`${base}/`) ? `Set the path of ${operation} to ${pathname.slice(base.length)}.` : undefined;
}

/** Same host, and encrypted: not an address that a stranger has chosen. */
function isUpgrade(baseUrl: URL, target: URL): boolean {
  return baseUrl.protocol === 'http:' && target.protocol === 'https:' && baseUrl.hostname === target.hostname;
}

function requestUrl({ baseUrl, path }: SentRequest): string {
  return `${baseUrl.origin}${baseUrl.pathname.replace(/\/$/, '')}${path}`;
}
