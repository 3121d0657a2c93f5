import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pactFileOf } from '../catalogue/participants.ts';
import { formatJson, type PactFile } from '../pact/pact-file.ts';

/**
 * Writes pacts into a folder, which is made where it is missing, and tells the files. Readable to their owner only: a pact may
 * have been materialised with credentials inline.
 */
export async function writePacts(pacts: readonly PactFile[], directory: string): Promise<readonly string[]> {
  await mkdir(directory, { recursive: true });
  const files: string[] = [];
  for (const pact of pacts) {
    const file = join(directory, pactFileOf(pact.consumer.name));
    await writeFile(file, formatJson(pact), { mode: 0o600 });
    files.push(file);
  }
  return files;
}
