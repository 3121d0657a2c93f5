import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { findJsonFault } from './find-json-fault.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** Why a file cannot be read, by Node's code. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not read it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
  EPERM: 'this user may not read it',
};

/** A file's text; its name is relative to where the command was run. @throws UsageError */
export async function readTextFile(terminal: Terminal, file: string): Promise<string> {
  if (file === '') throw new UsageError('The name of a file is empty.');
  const path = resolve(terminal.directory, file);
  // Whoever looks for it knows by this where it was looked for.
  const named = path === file ? file : `${file} (${path})`;
  try {
    return decode(await readFile(path), file);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT') throw new UsageError(`There is no file ${named}.`);
    throw new UsageError(`${named} cannot be read${REASONS[code] === undefined ? '' : `: ${REASONS[code]}`}.`);
  }
}

/** UTF-8, with or without the mark that Windows puts in front. */
function decode(bytes: Buffer, file: string): string {
  const [first, second] = bytes;
  const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  // Without a mark: every other byte of what settings are written in is zero.
  if (marked || first === 0 || second === 0) throw new UsageError(`${file} is UTF-16: save it as UTF-8.`);
  return new TextDecoder().decode(bytes);
}

/** What a JSON file holds. @throws UsageError without any of the text, which may hold a secret */
export async function readJsonFile(terminal: Terminal, file: string): Promise<unknown> {
  const text = await readTextFile(terminal, file);
  if (text.trim() === '') throw new UsageError(`${file} is empty.`);
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, and with it perhaps a secret.
    const fault = findJsonFault(text);
    const where = fault === undefined ? '' : `: line ${fault.line}, column ${fault.column}: expected ${fault.expected}`;
    throw new UsageError(`${file} is not valid JSON${where}.`);
  }
}

/** A JSON object, with the fields of a form. */
export function isFormLike(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
