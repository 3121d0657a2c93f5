import { type PathProbe, type ProbeFinding, readJsonBody, type SwitchEndpoint } from '@elasticfunnels/switch-core';
import { broken, type Finding, warns } from './check.ts';
import type { Probed } from './endpoint-client.ts';
import { showPath } from './show-path.ts';

/** What a path may have in common with every other, so that it is not the path's own fault. */
export type Common = 'missing' | 'page' | 'like_nowhere';

/** Whether what answered is no service: a web server that has nothing there, or a page where something else was agreed. */
export function findCommon(probed: Probed): Exclude<Common, 'like_nowhere'> | undefined {
  if (probed.kind === 'silent' || isTheService(probed.finding)) return undefined;
  const { answer } = probed.answered;
  const body = readJsonBody(answer);
  if (answer.status === 404 && body.kind !== 'object') return 'missing';
  // By its beginning too: there are services that call every text HTML.
  const page = body.kind === 'other' && body.found === 'an HTML page' && answer.body.trimStart().startsWith('<');
  return page && answer.status >= 200 && answer.status < 300 ? 'page' : undefined;
}

/** The vendor's own reading comes first. */
function isTheService(finding: ProbeFinding): boolean {
  return finding.status === 'there' || (finding.status === 'failed' && finding.error.code !== 'CONTRACT_VIOLATED');
}

/** What every path answers alike: then the base URL, or what stands behind it, is the first to look at. */
export function describeCommon(common: Common, { field, baseUrl }: SwitchEndpoint, probes: readonly PathProbe[]): Finding {
  const paths = probes.map(showPath).join(', ');
  if (common === 'page') {
    return broken(`a web page answers at every path that was tried: ${paths}`, {
      code: 'CONTRACT_VIOLATED',
      next: `Open ${baseUrl.origin}${baseUrl.pathname} with curl -i from this machine: a portal, a login page or a web app stands where the service should. Then correct ${field}, or have the service's paths pass the login.`,
      row: 'something-else-answers-than-the-service',
    });
  }
  const { pathname } = baseUrl;
  const now = pathname === '/' ? 'it has none now' : `now ${pathname}`;
  const next = `Check the path in ${field} (${now}): the service's paths are appended to it. Only then compare those.`;
  const row = 'the-path-is-missing-or-redirects';
  if (common === 'like_nowhere') {
    // A service may say just this of a call that it does not know.
    return warns(`every path that was tried is answered as one is that cannot exist: ${paths} (HTTP 404)`, {
      next: `${next} If they are right, have the service tell a call that it does not know from a path that it does not have: "code": "call_not_found".`,
      row,
    });
  }
  return broken(`a web server answers, and has nothing at any path that was tried: ${paths} (HTTP 404)`, {
    code: 'CONTRACT_VIOLATED',
    next,
    row,
  });
}
