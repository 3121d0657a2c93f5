import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { INTERACTIONS, type PactName } from '../catalogue/interactions.ts';
import { CONSUMERS, pactFileOf, PROVIDER } from '../catalogue/participants.ts';
import { formatJson, type PactFile, referenceOf } from '../pact/pact-file.ts';
import { readCommitted, REGENERATE } from './committed.test.fixture.ts';
import { listCases, readRecordedPact, schemeOf } from './pact-cases.test.fixture.ts';
import { recordInteraction } from './record-interaction.test.fixture.ts';
import { type TemporaryDirectory, temporaryDirectory } from './temporary-directory.test.fixture.ts';

describe.each<PactName>(['core', 'basic', 'extended'])('the %s pact, by driving the driver', (pact) => {
  let directory: TemporaryDirectory;
  const recorded = (): Promise<PactFile> => readRecordedPact(directory.path, pact);
  const committedAs = `pacts/${pactFileOf(CONSUMERS[pact])}`;

  beforeAll(async () => {
    directory = await temporaryDirectory();
  });
  afterAll(() => directory[Symbol.asyncDispose]());

  test.each(listCases(pact))('$interaction.id: $interaction.description', async ({ interaction, each }) => {
    await recordInteraction(interaction, each, { scheme: schemeOf(pact), directory: directory.path });
  });

  // Pact merges files, and loses interactions of writers in parallel without a word: so they are counted.
  test('has every interaction of the catalogue once', async () => {
    const found = (await recorded()).interactions.map((interaction) => referenceOf(interaction).interaction);
    expect(found).toEqual(INTERACTIONS.filter((each) => each.pact === pact).map(({ id }) => id));
  });

  test('is between the consumer and the provider that are published', async () => {
    expect(await recorded()).toMatchObject({ consumer: { name: CONSUMERS[pact] }, provider: { name: PROVIDER } });
  });

  test('is what is committed, byte for byte', async () => {
    expect(await readCommitted(committedAs), REGENERATE).toBe(formatJson(await recorded()));
  });
});
