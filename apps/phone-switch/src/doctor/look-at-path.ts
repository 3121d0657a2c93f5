import {
  findHeader,
  findTroubleshootingRow,
  type HttpAnswer,
  type PathProbe,
  SwitchError,
  type TroubleshootingRow,
} from '@elasticfunnels/switch-core';
import { broken, type Finding, fromError, holds, notChecked, warns } from './check.ts';
import type { EndpointClient, Probed } from './endpoint-client.ts';
import { findCommon } from './find-common.ts';
import { showPath } from './show-path.ts';

/** What a probe says about its path, as a finding. */
export function describeProbed(probed: Probed, { field, operation }: PathProbe): Finding {
  if (probed.kind === 'silent') return fromError(probed.error);
  const { finding, answered } = probed;
  const status = `HTTP ${answered.answer.status}`;
  switch (finding.status) {
    case 'there':
      return holds(answered.answer.status < 300 ? status : `is there (${status} to a request without effect)`);
    case 'undecided':
      return warns(finding.reason, finding.row === undefined ? {} : { row: finding.row });
    case 'failed': {
      const { error, row = findTroubleshootingRow(error) } = finding;
      const page = findCommon(probed) === 'page';
      const next = page
        ? `Check ${field}: a web page stands at this path, perhaps a portal's or a login's.`
        : advise(error, row, field);
      const told = fromError(error, { row, ...(next === undefined ? {} : { next }) });
      const refused = error.code === 'REJECTED' && operation === 'connect';
      const more: Partial<Finding> = refused ? { row: 'connect-fails-at-once' } : {};
      return { ...told, ...more, found: /HTTP \d/.test(told.found) ? told.found : `${status}: ${told.found}` };
    }
  }
}

/** With the name of the field, which the error does not know. */
function advise(error: SwitchError, row: TroubleshootingRow, field: string): string | undefined {
  if (SwitchError.has(error, 'CONTRACT_VIOLATED') && error.details.reason === 'redirected') {
    // Where it leads elsewhere, no field mends it.
    return /\bpath of\b/.test(error.hint) ? `${error.hint} That path is ${field}.` : error.hint;
  }
  return row === 'the-path-is-missing-or-redirects' ? `Look at ${field} and at the base URL. ${error.hint}` : undefined;
}

/** Paths to compare with: one that is proven to be there, and one that cannot be. */
export interface Comparison {
  readonly known: PathProbe | undefined;
  readonly nonsense: PathProbe;
}

/**
 * A path that no request may try out, by how its server answers OPTIONS there, on a path that is known to be there, and
 * on one that cannot be: servers differ too much for one answer to tell anything.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-options
 */
export async function lookByMethods(probe: PathProbe, { known, nonsense }: Comparison, client: EndpointClient): Promise<Finding> {
  const here = await client.askMethods(probe);
  if (here === undefined) return notChecked('no answer to the question for its methods');
  const elsewhere = await client.askMethods(nonsense);
  const there = known === undefined ? undefined : await client.askMethods(known);
  const left = probe.leavesOpen === undefined ? {} : { details: [probe.leavesOpen] };
  const verdict = compare(here, elsewhere, there);
  if (verdict === 'there') return holds(`is there (OPTIONS: HTTP ${here.status}); nothing was dialled`, left);
  if (verdict === 'untold')
    return notChecked(`the service answers OPTIONS alike everywhere (HTTP ${here.status}), and nothing was dialled`, left);
  const code = { code: 'CONTRACT_VIOLATED' } as const;
  if (verdict === 'no_post') {
    const found = `${showPath(probe)} takes ${readMethods(here).join(', ')}, and no POST`;
    return broken(found, { ...code, next: `Check ${probe.field}: this path is another one's.` });
  }
  return broken(`${showPath(probe)} is answered like a path that does not exist (OPTIONS: HTTP ${here.status})`, {
    ...code,
    next: `Check ${probe.field} against the paths that the service has.`,
  });
}

type Verdict = 'there' | 'missing' | 'no_post' | 'untold';

function compare(here: HttpAnswer, elsewhere: HttpAnswer | undefined, there: HttpAnswer | undefined): Verdict {
  if (elsewhere === undefined) return 'untold';
  const methods = readMethods(here);
  if (describe(here) === describe(elsewhere)) {
    // The same as nowhere; that tells only where a path that is there is answered otherwise.
    return there !== undefined && describe(there) !== describe(elsewhere) ? 'missing' : 'untold';
  }
  if (methods.length > 0) return methods.includes('POST') ? 'there' : 'no_post';
  const answers = here.status === 405 || (here.status >= 200 && here.status < 300);
  const nothing = elsewhere.status === 404 || elsewhere.status === 410;
  return answers && nothing ? 'there' : 'untold';
}

function describe(answer: HttpAnswer): string {
  return `${answer.status} ${readMethods(answer).join(' ')}`;
}

function readMethods(answer: HttpAnswer): readonly string[] {
  const text = findHeader(answer, 'allow') ?? findHeader(answer, 'access-control-allow-methods') ?? '';
  return text
    .split(',')
    .map((method) => method.trim().toUpperCase())
    .filter((method) => /^[A-Z]{3,10}$/.test(method));
}
