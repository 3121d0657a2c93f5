import { type ConformanceReport, formatConformanceReport, runConformance } from '@elasticfunnels/switch-core/conformance';
import { beforeAll, describe, expect, it } from 'vitest';
import { KEPT_PROMISES } from './kept-promises.test.fixture.ts';
import { newVendorSubject } from './subject.test.fixture.ts';

/** For all cases together, in milliseconds. */
const PATIENCE_MS = 300_000;

describe('New Vendor, held against what every switch promises', () => {
  let report: ConformanceReport;
  beforeAll(async () => {
    report = await runConformance(newVendorSubject);
    process.stdout.write(`\n${formatConformanceReport(report)}\n`);
  }, PATIENCE_MS);

  it('keeps every promise that it has kept before', () => {
    const lost = KEPT_PROMISES.filter((name) => !report.passed.includes(name)).map(whyNot);
    if (lost.length > 0) expect.fail(`These promises were kept, and are not any more:\n${lost.join('\n')}`);
  });

  it('has every promise that it keeps on record', () => {
    const kept = report.passed.filter((name) => !KEPT_PROMISES.includes(name));
    const found = kept.map((name) => `  ${quote(name)},`);
    if (found.length > 0) expect.fail(`You now keep these: add them to kept-promises.test.fixture.ts.\n${found.join('\n')}`);
  });

  function whyNot(name: string): string {
    const found = [...report.failed, ...report.skipped].find((each) => each.name === name);
    return `  ${name}\n    ${found?.reason ?? 'The suite has no such promise: correct the name, or remove it.'}`;
  }
});

function quote(name: string): string {
  return name.includes("'") ? JSON.stringify(name) : `'${name}'`;
}
