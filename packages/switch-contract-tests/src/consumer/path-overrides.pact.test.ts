import { describe, expect, test } from 'vitest';
import { type PactInteraction, referenceOf } from '../pact/pact-file.ts';
import { recordPact } from './pact-cases.test.fixture.ts';

const paths = { connect: '/health', makeCall: '/v2/dial', hangup: '/v2/end', transfer: '/v2/move', recording: '/v2/audio' };

const pathsOf = (interactions: readonly PactInteraction[]): Readonly<Record<string, string>> =>
  Object.fromEntries(interactions.map((each) => [referenceOf(each).operation, each.request.path]));

describe("a brand's own paths, which no published pact has", () => {
  test.each(['/api', '/api/'])('all five are overridden below the base URL %s', async (prefix) => {
    const { interactions } = await recordPact('core', { paths, prefix });
    expect(interactions).toHaveLength(14);
    expect(pathsOf(interactions)).toEqual({
      connect: '/api/health',
      makeCall: '/api/v2/dial',
      hangup: '/api/v2/end',
      transfer: '/api/v2/move',
      recording: '/api/v2/audio',
    });
  });
});
