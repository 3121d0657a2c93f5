import { equal, fail, notEqual, ok } from 'node:assert/strict';
import type { CallReference, RecordingResult } from '@elasticfunnels/switch-core';
import type { CaseDefinition } from '../conformance-case.ts';
import type { Scene } from '../scene.ts';

async function endedCall(scene: Scene): Promise<CallReference> {
  const call = await scene.dialAnswered();
  await scene.hangUp(call);
  return call;
}

function urlOf(result: RecordingResult): URL {
  if (result.status !== 'available') fail(`A recording that is ready must be available, not ${String(result.status)}.`);
  const { url } = result;
  ok(url instanceof URL, 'The URL of a recording must be a URL object, absolute.');
  ok(url.protocol === 'https:' || url.protocol === 'http:', `A recording must be at an http(s) URL, not ${url.protocol}`);
  ok(url.username === '' && url.password === '', 'The URL of a recording must not carry credentials.');
  return url;
}

/** What fetching recordings promises. */
export const recordingCases: readonly CaseDefinition[] = [
  {
    name: 'a recording that is not ready is pending, never available and never none',
    requires: ['finish-recording'],
    check: async (scene) => {
      const result = await scene.phone.getCallRecordingUrl(await endedCall(scene));
      equal(result.status, 'pending', 'A recording that is not ready must be pending.');
      if (result.status !== 'pending' || result.retryAfterSeconds === undefined) return;
      ok(
        Number.isFinite(result.retryAfterSeconds) && result.retryAfterSeconds >= 0,
        'retryAfterSeconds must be a number of seconds, not negative.',
      );
    },
  },
  {
    name: 'a recording that is ready is available, at an absolute URL without credentials',
    requires: ['finish-recording'],
    check: async (scene) => {
      const call = await endedCall(scene);
      await scene.finishRecording(call);
      urlOf(await scene.phone.getCallRecordingUrl(call));
    },
  },
  {
    name: 'asking for a recording twice does no harm: it is still available',
    requires: ['finish-recording'],
    check: async (scene) => {
      const call = await endedCall(scene);
      await scene.finishRecording(call);
      urlOf(await scene.phone.getCallRecordingUrl(call));
      urlOf(await scene.phone.getCallRecordingUrl(call));
    },
  },
  {
    name: "a call is given its own recording and never another call's, not even the same agent's",
    requires: ['finish-recording'],
    check: async (scene) => {
      const first = await endedCall(scene);
      const second = await scene.dialAnswered({ destination: scene.cast.otherDestination });
      await scene.hangUp(second);
      await scene.finishRecording(first);
      equal(
        (await scene.phone.getCallRecordingUrl(second)).status,
        'pending',
        "A call must not be given another call's recording.",
      );
      await scene.finishRecording(second);
      const urls = [urlOf(await scene.phone.getCallRecordingUrl(first)), urlOf(await scene.phone.getCallRecordingUrl(second))];
      notEqual(urls[0]?.href, urls[1]?.href, 'Two calls must have two recordings.');
    },
  },
  {
    name: 'a recording that was deleted is none, with the reason expired, never pending',
    requires: ['finish-recording', 'expire-recording'],
    check: async (scene) => {
      const call = await endedCall(scene);
      await scene.finishRecording(call);
      await scene.expireRecording(call);
      const result = await scene.phone.getCallRecordingUrl(call);
      ok(result.status === 'none', `A deleted recording must be none, not ${String(result.status)}.`);
      equal(result.reason, 'expired', 'A deleted recording must say that it is expired.');
    },
  },
  {
    name: 'the recording of an id that nobody knows is CALL_NOT_FOUND, or none for an unknown reason: never pending',
    check: async (scene) => {
      const work = scene.phone.getCallRecordingUrl(scene.unknownCall);
      const result = await work.catch(() => undefined);
      if (result === undefined)
        await scene.fails('The recording of an unknown call', work, { codes: ['CALL_NOT_FOUND'], effect: 'none' });
      else
        ok(
          result.status === 'none' && result.reason === 'unknown',
          `The recording of an unknown call must not be ${String(result.status)}.`,
        );
    },
  },
  {
    name: 'a recording is not available when the answer cannot be read',
    requires: ['finish-recording', 'trouble:garbled-answer'],
    check: async (scene) => {
      const call = await endedCall(scene);
      await scene.finishRecording(call);
      await scene.provoke('garbled-answer');
      await scene.fails('The recording, with an answer that cannot be read', scene.phone.getCallRecordingUrl(call));
    },
  },
];
