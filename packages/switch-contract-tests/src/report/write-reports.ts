import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../cli/usage-error.ts';
import type { Verification } from '../verify/model/verification.ts';
import { toJsonReport, toStatement } from './json-report.ts';

const toText = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** A format loads its code when it is written. */
const FORMATS: Readonly<Record<string, (verification: Verification) => string | Promise<string>>> = {
  junit: async (verification) => (await import('./junit-report.ts')).toJunit(verification),
  json: (verification) => toText(toJsonReport(verification)),
  html: async (verification) => (await import('./html-report.ts')).toHtml(verification),
  md: async (verification) => (await import('./markdown-report.ts')).toMarkdown(verification),
  statement: (verification) => toText(toStatement(verification)),
  badge: async (verification) => (await import('./badge.ts')).toBadge(verification),
};

/** Which report goes into which file. */
export interface ReportFile {
  readonly format: string;
  readonly file: string;
}

/**
 * Reads `junit=out.xml,json=out.json`, before a run that would be lost otherwise.
 *
 * @throws UsageError for a format that there is not, a file named twice, or a folder that is missing.
 */
export function parseReportFiles(text: string | undefined, directory: string): readonly ReportFile[] {
  if (text === undefined) return [];
  const files = text.split(',').map((part) => {
    const [format = '', ...rest] = part.split('=');
    const file = rest.join('=').trim();
    if (Object.hasOwn(FORMATS, format.trim()) && file !== '') return { format: format.trim(), file };
    throw new UsageError(`--report takes format=FILE, separated by commas; formats are ${Object.keys(FORMATS).join(', ')}.`);
  });
  const twice = files.find(({ file }, index) => files.findIndex((other) => other.file === file) !== index);
  if (twice !== undefined) throw new UsageError(`--report: two reports would be written to ${twice.file}.`);
  const homeless = files.find(({ file }) => !existsSync(dirname(resolve(directory, file))));
  if (homeless !== undefined) throw new UsageError(`--report: the folder of ${homeless.file} does not exist.`);
  return files;
}

/** Writes every report that was asked for. @throws UsageError when a file cannot be written. */
export async function writeReports(files: readonly ReportFile[], verification: Verification, directory: string): Promise<void> {
  for (const { format, file } of files) {
    const text = (await FORMATS[format]?.(verification)) ?? '';
    try {
      await writeFile(resolve(directory, file), text);
    } catch {
      throw new UsageError(`--report: ${file} cannot be written.`);
    }
  }
}
