import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CONTRACT_DIRECTORY } from '../contract-files/load-contract.ts';

/** What to do about a difference. */
export const REGENERATE: string =
  'The driver and the committed contract differ: if the change is meant, run `pnpm generate`, look at the difference, and commit it with the contract version that `switch-contract diff` asks for.';

/** The text of a committed file of the contract; empty when there is none. */
export async function readCommitted(path: string): Promise<string> {
  try {
    return await readFile(join(CONTRACT_DIRECTORY, path), 'utf8');
  } catch {
    return '';
  }
}
