import type { CheckResult } from '../verify/model/check.ts';
import type { Finding } from '../verify/model/finding.ts';

/** One broken rule of one operation, and every check that met it. */
export interface FindingGroup {
  readonly finding: Finding;
  readonly checks: readonly string[];
}

/** What was found, each broken rule once: a wrong name of a field breaks a dozen checks and is one fault. */
export function groupFindings(checks: readonly CheckResult[]): readonly FindingGroup[] {
  const groups = new Map<string, { readonly finding: Finding; readonly checks: string[] }>();
  for (const { id, findings } of checks) {
    for (const finding of findings) {
      const key = `${finding.operation} ${finding.rule}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { finding, checks: [id] });
      else if (!group.checks.includes(id)) group.checks.push(id);
    }
  }
  return [...groups.values()];
}
