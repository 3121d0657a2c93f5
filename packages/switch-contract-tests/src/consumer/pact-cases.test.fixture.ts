import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Interaction, INTERACTIONS, type PactName } from '../catalogue/interactions.ts';
import { CONSUMERS, pactFileOf, SCREEN_POP_CONSUMER } from '../catalogue/participants.ts';
import type { MessagePactFile, PactFile } from '../pact/pact-file.ts';
import { screenPopMessage } from '@elasticfunnels/switch-five9';
import type { ConsumerCase } from './consumer-case.test.fixture.ts';
import { BASIC_CASES, CORE_CASES } from './core-cases.test.fixture.ts';
import { EXTENDED_CASES } from './extended-cases.test.fixture.ts';
import { normaliseMessages, normalisePact } from './normalise-pact.test.fixture.ts';
import { recordInteraction } from './record-interaction.test.fixture.ts';
import type { RecordingSetup } from './recording-setup.test.fixture.ts';
import { recordMessage, SCREEN_POP_CASES } from './screen-pop-cases.test.fixture.ts';
import { temporaryDirectory } from './temporary-directory.test.fixture.ts';

/** The consumer tests of each pact. */
const CASES: Readonly<Record<PactName, readonly ConsumerCase[]>> = {
  core: CORE_CASES,
  basic: BASIC_CASES,
  extended: EXTENDED_CASES,
};

/** An interaction with its consumer test. */
export interface CataloguedCase {
  readonly interaction: Interaction;
  readonly each: ConsumerCase;
}

/** The interactions of a pact with their consumer tests, in the catalogue's order. @throws for one without a test. */
export function listCases(pact: PactName): readonly CataloguedCase[] {
  const interactions = INTERACTIONS.filter((interaction) => interaction.pact === pact);
  return interactions.map((interaction) => {
    const each = CASES[pact].find(({ id }) => id === interaction.id);
    if (each === undefined) throw new Error(`The interaction ${interaction.id} has no consumer test.`);
    return { interaction, each };
  });
}

/** The scheme of the credentials in a pact as it is published. */
export function schemeOf(pact: PactName): 'bearer' | 'basic' {
  return pact === 'basic' ? 'basic' : 'bearer';
}

/** Records a whole pact by driving the driver. */
export async function recordPact(pact: PactName, setup: Omit<Partial<RecordingSetup>, 'directory'> = {}): Promise<PactFile> {
  // A new one each time: Pact adds to what it finds.
  await using directory = await temporaryDirectory();
  for (const { interaction, each } of listCases(pact)) {
    await recordInteraction(interaction, each, { scheme: schemeOf(pact), ...setup, directory: directory.path });
  }
  return readRecordedPact(directory.path, pact);
}

/** Reads what Pact wrote, in the form in which it is committed. */
export async function readRecordedPact(directory: string, pact: PactName): Promise<PactFile> {
  return normalisePact((await readWritten(directory, CONSUMERS[pact])) as PactFile);
}

/** Records the pact of messages; each is read by the schema that is published. */
export async function recordScreenPops(): Promise<MessagePactFile> {
  await using directory = await temporaryDirectory();
  for (const each of SCREEN_POP_CASES) await recordMessage(each, directory.path, (content) => screenPopMessage.parse(content));
  return readRecordedScreenPops(directory.path);
}

/** Reads what Pact wrote of the messages, in the form in which it is committed. */
export async function readRecordedScreenPops(directory: string): Promise<MessagePactFile> {
  return normaliseMessages((await readWritten(directory, SCREEN_POP_CONSUMER)) as MessagePactFile);
}

async function readWritten(directory: string, consumer: string): Promise<unknown> {
  return JSON.parse(await readFile(join(directory, pactFileOf(consumer)), 'utf8'));
}
