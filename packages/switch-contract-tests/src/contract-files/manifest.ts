import { createHash } from 'node:crypto';
import * as z from 'zod';
import { PROVIDER } from '../catalogue/participants.ts';
import { CONTRACT_VERSION } from './contract-version.ts';

/** One file of the contract. */
export interface ManifestFile {
  /** Below the folder of the contract, with slashes. */
  readonly path: string;
  readonly bytes: number;
  /** SHA-256, in hexadecimal. */
  readonly sha256: string;
}

/** What the contract consists of. */
export interface Manifest {
  readonly contract: string;
  readonly version: string;
  readonly files: readonly ManifestFile[];
}

/** @see Manifest */
export const manifestSchema: z.ZodType<Manifest> = z.object({
  contract: z.string(),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  files: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
});

/** The manifest of files, given by their path. */
export function manifestOf(files: ReadonlyMap<string, string>): Manifest {
  const paths = [...files.keys()].toSorted();
  return {
    contract: PROVIDER,
    version: CONTRACT_VERSION,
    files: paths.map((path) => describeFile(path, files.get(path) ?? '')),
  };
}

/** The digest of a file's text. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function describeFile(path: string, text: string): ManifestFile {
  return { path, bytes: Buffer.byteLength(text), sha256: digestOf(text) };
}
