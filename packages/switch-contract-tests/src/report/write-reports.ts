import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../cli/usage-error.ts';
import type { Verification } from '../verify/model/verification.ts';
import { toBadge } from './badge.ts';
import { toHtml } from './html-report.ts';
import { toJsonReport, toStatement } from './json-report.ts';
import { toJunit } from './junit-report.ts';
import { toMarkdown } from './markdown-report.ts';

const toText = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;

const FORMATS: Readonly<Record<string, (verification: Verification) => string>> = {
  junit: toJunit,
  json: (verification) => toText(toJsonReport(verification)),
  html: toHtml,
  md: toMarkdown,
  statement: (verification) => toText(toStatement(verification)),
  badge: toBadge,
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
    const text = FORMATS[format]?.(verification) ?? '';
    try {
      await writeFile(resolve(directory, file), text);
    } catch {
      throw new UsageError(`--report: ${file} cannot be written.`);
    }
  }
}
