import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PactName } from '../catalogue/interactions.ts';
import { pactFileOf } from '../catalogue/participants.ts';
import { PROVIDER_STATES } from '../catalogue/provider-states.ts';
import { recordPact, recordScreenPops } from '../consumer/pact-cases.test.fixture.ts';
import { formatJson } from '../pact/pact-file.ts';
import { manifestOf } from './manifest.ts';

const PACTS: readonly PactName[] = ['core', 'basic', 'extended'];

/** The folder that is committed, and published with the package. */
export const CONTRACT_DIRECTORY: string = fileURLToPath(new URL('../../contract/', import.meta.url));

/** Every file of the contract by its path, made anew: the pacts by driving the driver. */
export async function makeContract(): Promise<ReadonlyMap<string, string>> {
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
  return new Map([['states.json', formatJson({ states: PROVIDER_STATES })]]);
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
