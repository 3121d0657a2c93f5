import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CONSUMERS, pactFileOf, SCREEN_POP_CONSUMER } from '../catalogue/participants.ts';
import type { ProviderStateDescription } from '../catalogue/provider-states.ts';
import type { Json, MessagePactFile, PactFile } from '../pact/pact-file.ts';
import { digestOf, type Manifest, manifestSchema } from './manifest.ts';

/** The folder of the contract in this package, installed or not. */
export const CONTRACT_DIRECTORY: string = join(
  // From its own name, as this file is somewhere else in what is published.
  dirname(createRequire(import.meta.url).resolve('@elasticfunnels/switch-contract-tests/package.json')),
  'contract/',
);

/** The contract as it lies on disk. */
export interface Contract {
  readonly directory: string;
  readonly version: string;
  /** SHA-256 of the manifest, and so of everything. */
  readonly digest: string;
  readonly manifest: Manifest;
  readonly core: PactFile;
  readonly basic: PactFile;
  readonly extended: PactFile;
  readonly screenPop: MessagePactFile;
  readonly states: readonly ProviderStateDescription[];
  readonly openapi: Json;
  /** By name: `make-call-answer`. */
  readonly schemas: ReadonlyMap<string, Json>;
}

/** The files of a contract cannot be read, or are not those that its manifest names. */
export class ContractFilesError extends Error {
  override readonly name = 'ContractFilesError';
}

/** Loads a contract and holds each file against the manifest. @throws ContractFilesError */
export async function loadContract(directory: string = CONTRACT_DIRECTORY): Promise<Contract> {
  const { manifest, digest } = await readManifest(directory);
  const files = new Map<string, Json>();
  for (const { path, sha256 } of manifest.files) {
    const text = await read(directory, path);
    if (digestOf(text) !== sha256) throw new ContractFilesError(`${join(directory, path)} is not the file of the manifest.`);
    files.set(path, parse(path, text));
  }
  const { states } = get(files, 'states.json') as { readonly states: readonly ProviderStateDescription[] };
  return {
    directory,
    version: manifest.version,
    digest,
    manifest,
    core: get(files, `pacts/${pactFileOf(CONSUMERS.core)}`) as PactFile,
    basic: get(files, `pacts/${pactFileOf(CONSUMERS.basic)}`) as PactFile,
    extended: get(files, `pacts/${pactFileOf(CONSUMERS.extended)}`) as PactFile,
    screenPop: get(files, `pacts/${pactFileOf(SCREEN_POP_CONSUMER)}`) as MessagePactFile,
    states,
    openapi: get(files, 'openapi.json') as Json,
    schemas: listSchemas(files),
  };
}

async function readManifest(directory: string): Promise<{ readonly manifest: Manifest; readonly digest: string }> {
  const text = await read(directory, 'manifest.json');
  const manifest = manifestSchema.safeParse(parse('manifest.json', text));
  if (!manifest.success) throw new ContractFilesError(`${join(directory, 'manifest.json')} is no manifest of a contract.`);
  return { manifest: manifest.data, digest: digestOf(text) };
}

async function read(directory: string, path: string): Promise<string> {
  try {
    return await readFile(join(directory, path), 'utf8');
  } catch (cause) {
    throw new ContractFilesError(`${join(directory, path)} cannot be read: is this the folder of a contract?`, { cause });
  }
}

function parse(path: string, text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw new ContractFilesError(`${path} is not JSON.`, { cause });
  }
}

// The digest says that it is the very file that was written, so its shape is known.
function get(files: ReadonlyMap<string, Json>, path: string): unknown {
  const content = files.get(path);
  if (content === undefined) throw new ContractFilesError(`The manifest names no ${path}.`);
  return content;
}

function listSchemas(files: ReadonlyMap<string, Json>): ReadonlyMap<string, Json> {
  const schemas = new Map<string, Json>();
  for (const [path, content] of files) {
    const name = /^schemas\/(.+)\.json$/.exec(path)?.[1];
    if (name !== undefined) schemas.set(name, content);
  }
  return schemas;
}
