import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** A file's text; its name is relative to where the command was run. @throws UsageError */
export async function readTextFile(terminal: Terminal, file: string): Promise<string> {
  try {
    return await readFile(resolve(terminal.directory, file), 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new UsageError(missing ? `There is no file ${file}.` : `${file} cannot be read.`);
  }
}

/** What a JSON file holds. @throws UsageError without any of the text, which may hold a secret */
export async function readJsonFile(terminal: Terminal, file: string): Promise<unknown> {
  const text = await readTextFile(terminal, file);
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, and with it perhaps a secret.
    throw new UsageError(`${file} is not valid JSON.`);
  }
}

/** A JSON object, with the fields of a form. */
export function isFormLike(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
