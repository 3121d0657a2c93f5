import { describe, expect, test } from 'vitest';
import { loadContract } from '../contract-files/load-contract.ts';
import type { PactFile } from '../pact/pact-file.ts';
import { findDisagreements } from './agreement.test.fixture.ts';
import { isObject, type JsonObject } from './json-object.test.fixture.ts';

const { core, basic, extended, openapi } = await loadContract();
const document: JsonObject = isObject(openapi) ? openapi : expect.unreachable('openapi.json is no object');

/** The pacts with a text in one interaction replaced: as if somebody had changed it by hand. */
function mutatePacts(id: string, from: string, to: string): readonly PactFile[] {
  return [core, basic, extended].map((pact) => ({
    ...pact,
    interactions: pact.interactions.map((interaction) => {
      if (interaction.comments.references.contract.interaction !== id) return interaction;
      const text = JSON.stringify(interaction);
      expect(text).toContain(from);
      return JSON.parse(text.replaceAll(from, to)) as typeof interaction;
    }),
  }));
}

const without = (id: string): readonly PactFile[] =>
  [core, basic, extended].map((pact) => ({
    ...pact,
    interactions: pact.interactions.filter((each) => each.comments.references.contract.interaction !== id),
  }));

function mutateDocument(from: string, to: string): JsonObject {
  const text = JSON.stringify(document);
  expect(text).toContain(from);
  return JSON.parse(text.replaceAll(from, to)) as JsonObject;
}

describe('the pacts and the OpenAPI document', () => {
  test('agree', async () => {
    expect(await findDisagreements(document, [core, basic, extended])).toEqual([]);
  });

  test.each([
    [
      'a field of a request is renamed',
      mutatePacts('M1', '"agent_extension":"1001","destination"', '"agent":"1001","destination"'),
    ],
    [
      'a required field of a request is dropped',
      mutatePacts('T1', '"target_extension":"1002"},"contentType"', '"x":1},"contentType"'),
    ],
    ['a request has an unknown field', mutatePacts('H1', '"content":{"call_id"', '"content":{"reason":"busy","call_id"')],
    [
      'a field of a request has another type',
      mutatePacts('H2', '"call_id":"7b0c0d1e-0000-4000-8000-000000000000"', '"call_id":7'),
    ],
    ['a field of an answer is renamed', mutatePacts('M1', '"call_id":"300000000115271"', '"callId":"300000000115271"')],
    ['an id in an answer is a number', mutatePacts('M1', '"call_id":"300000000115271"', '"call_id":300000000115271')],
    [
      'an answer asks for an unknown field',
      mutatePacts('R1', '"content":{"recording_url"', '"content":{"waveform":"x","recording_url"'),
    ],
    [
      'an answer no longer asks for its field',
      mutatePacts('R1', '"recording_url":"https://recordings.example/300000000115271.wav"', ''),
    ],
    ['the error is another field', mutatePacts('C2', '"message":"The', '"error":"The')],
    ['a status is not documented', mutatePacts('XM1', '"status":403', '"status":418')],
    ['a list of statuses is longer than documented', mutatePacts('R2', '[404,410]', '[404,410,423]')],
    ['a success is a text', mutatePacts('XM3', '"success":false', '"success":"false"')],
    ['a path is another', mutatePacts('T2', '"path":"/calls/transfer"', '"path":"/calls/move"')],
    ['a method is another', mutatePacts('R1', '"method":"POST"', '"method":"PUT"')],
    ['an interaction with a status of its own is gone', without('XM4')],
    ['the only interaction that sends a field is gone', without('XT1')],
    ['the idempotency key is no longer sent', mutatePacts('M1', '"Idempotency-Key":["', '"X-Key":["')],
    ['the credentials are no longer sent', mutatePacts('H1', '"Authorization":["', '"X-Authorization":["')],
  ])('disagree when %s', async (_what, pacts) => {
    expect(await findDisagreements(document, pacts)).not.toEqual([]);
  });

  test.each([
    ['a field is renamed', mutateDocument('"recording_url"', '"recordingUrl"')],
    ['a field that nobody sends is added', mutateDocument('"skill_id":{', '"queue_id":{"type":"string"},"skill_id":{')],
    ['a status that nobody asks for is added', mutateDocument('"429":{', '"451":{"description":"x"},"429":{')],
    ['a status is gone', mutateDocument('"429":{', '"x-429":{')],
    [
      'an operation is added',
      mutateDocument('"/calls/hangup":{', '"/calls/hold":{"post":{"operationId":"hold","responses":{}}},"/calls/hangup":{'),
    ],
    ['a required field is added', mutateDocument('"required":["recording_url"]', '"required":["recording_url","content_type"]')],
  ])('disagree when in the document %s', async (_what, changed) => {
    expect(await findDisagreements(changed, [core, basic, extended])).not.toEqual([]);
  });
});
