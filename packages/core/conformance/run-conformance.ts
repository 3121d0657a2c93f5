import { conformanceCases } from './conformance-cases.ts';
import type { ConformanceSubject } from './conformance-subject.ts';

/** A promise that is broken, and how. */
export interface FailedCase {
  readonly name: string;
  readonly reason: string;
}

/** A promise that was not put to the test, and why. */
export interface SkippedCase {
  readonly name: string;
  readonly reason: string;
}

/** What a subject keeps of what every switch promises. */
export interface ConformanceReport {
  readonly subject: string;
  /** Whether nothing failed. */
  readonly conforms: boolean;
  readonly passed: readonly string[];
  readonly failed: readonly FailedCase[];
  readonly skipped: readonly SkippedCase[];
}

/** Plays every case against a subject, one after the other; failures are in the report, never thrown. */
export async function runConformance(subject: ConformanceSubject): Promise<ConformanceReport> {
  const passed: string[] = [];
  const failed: FailedCase[] = [];
  const skipped: SkippedCase[] = [];
  for (const { name, skip, run } of conformanceCases(subject)) {
    if (skip !== undefined) {
      skipped.push({ name, reason: skip });
      continue;
    }
    try {
      await run();
      passed.push(name);
    } catch (error) {
      failed.push({ name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return { subject: subject.name, conforms: failed.length === 0, passed, failed, skipped };
}

/** A report for people: the verdict, what is broken, and what was not looked at and why. */
export function formatConformanceReport({ subject, passed, failed, skipped }: ConformanceReport): string {
  const promises = failed.length === 1 ? 'promise' : 'promises';
  const verdict = failed.length === 0 ? 'keeps every promise that was put to the test' : `breaks ${failed.length} ${promises}`;
  return [
    `${subject} ${verdict}: ${passed.length} kept, ${failed.length} broken, ${skipped.length} not tested.`,
    ...failed.map(({ name, reason }) => `  BROKEN      ${name}\n              ${reason}`),
    ...skipped.map(({ name, reason }) => `  NOT TESTED  ${name}\n              ${reason}`),
  ].join('\n');
}
