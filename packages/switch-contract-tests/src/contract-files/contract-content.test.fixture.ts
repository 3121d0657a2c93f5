import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PactName } from '../catalogue/interactions.ts';
import { pactFileOf } from '../catalogue/participants.ts';
import { PROVIDER_STATES } from '../catalogue/provider-states.ts';
import { recordPact, recordScreenPops } from '../consumer/pact-cases.test.fixture.ts';
import { schemaFileOf, SCHEMA_NAMES } from '../openapi/json-schemas.ts';
import { openApiDocument } from '../openapi/openapi-document.ts';
import { formatJson } from '../pact/pact-file.ts';
import { CONTRACT_DIRECTORY } from './load-contract.ts';
import { manifestOf } from './manifest.ts';

const PACTS: readonly PactName[] = ['core', 'basic', 'extended'];

/** Every file of the contract by its path, made anew: the pacts by driving the driver. */
async function makeContract(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  // One after the other: see recordInteraction.
  for (const name of PACTS) {
    const pact = await recordPact(name);
    files.set(`pacts/${pactFileOf(pact.consumer.name)}`, formatJson(pact));
  }
  const messages = await recordScreenPops();
  files.set(`pacts/${pactFileOf(messages.consumer.name)}`, formatJson(messages));
  for (const [path, text] of makeDescriptions()) files.set(path, text);
  return files.set('manifest.json', formatJson(manifestOf(files)));
}

/** What of the contract is made of the catalogue and the schemas, without Pact. */
export function makeDescriptions(): ReadonlyMap<string, string> {
  return new Map([
    ['openapi.json', formatJson(openApiDocument())],
    ...SCHEMA_NAMES.map((name) => [`schemas/${name}.json`, formatJson(schemaFileOf(name))] as const),
    ['states.json', formatJson({ states: PROVIDER_STATES })],
  ]);
}

/** Writes the contract; what is no longer part of it goes. */
export async function writeContract(directory: string = CONTRACT_DIRECTORY): Promise<void> {
  const files = await makeContract();
  await rm(directory, { recursive: true, force: true });
  for (const [path, text] of files) {
    const file = join(directory, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
