import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pactFileOf, SCREEN_POP_CONSUMER } from '../catalogue/participants.ts';
import { formatJson } from '../pact/pact-file.ts';
import { five9Plugin, screenPopMessage } from '@elasticfunnels/switch-five9';
import { readCommitted, REGENERATE } from './committed.test.fixture.ts';
import { readRecordedScreenPops } from './pact-cases.test.fixture.ts';
import { recordMessage, SCREEN_POP_CASES } from './screen-pop-cases.test.fixture.ts';
import { type TemporaryDirectory, temporaryDirectory } from './temporary-directory.test.fixture.ts';

describe('the pact of screen pops', () => {
  let directory: TemporaryDirectory;

  beforeAll(async () => {
    directory = await temporaryDirectory();
  });
  afterAll(() => directory[Symbol.asyncDispose]());

  const source = five9Plugin.configure({ api_base_url: 'https://proxy.example', api_key: 'key' }).screenPop();

  test.each(SCREEN_POP_CASES)('$description', async (each) => {
    const received: unknown[] = [];
    await recordMessage(each, directory.path, (content) => {
      // The published schema, and the driver's own decoder: what the platform is told of it.
      const { call_id: callId, event } = screenPopMessage.parse(content);
      const decoded = source?.decode(content, {});
      expect(decoded).toMatchObject({ callId, event });
      received.push(decoded);
    });
    expect(received).toHaveLength(1);
  });

  test('has every message once, and is what is committed, byte for byte', async () => {
    const recorded = await readRecordedScreenPops(directory.path);
    expect(recorded.interactions.map(({ description }) => description)).toEqual(
      SCREEN_POP_CASES.map(({ description }) => description),
    );
    expect(await readCommitted(`pacts/${pactFileOf(SCREEN_POP_CONSUMER)}`), REGENERATE).toBe(formatJson(recorded));
  });
});
