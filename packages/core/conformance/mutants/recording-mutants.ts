import type { RecordingResult } from '@elasticfunnels/switch-core';
import { insteadOf, lyingDriver, type Mutant } from './mutant.ts';

const AVAILABLE: RecordingResult = { status: 'available', url: new URL('https://recordings.example/somewhere.mp3') };
const IS_AVAILABLE = 'a recording that is ready is available, at an absolute URL without credentials';

/** Lies about recordings. */
export const recordingMutants: readonly Mutant[] = [
  lyingDriver(
    {
      name: 'pending-as-available',
      lie: 'Gives a URL before there is a recording.',
      brokenPromise: 'a recording that is not ready is pending, never available and never none',
    },
    (driver) => ({
      async getCallRecordingUrl(call, options) {
        const result = await driver.getCallRecordingUrl(call, options);
        return result.status === 'pending' ? AVAILABLE : result;
      },
    }),
  ),
  lyingDriver(
    { name: 'never-ready', lie: 'Says for ever that the recording is pending.', brokenPromise: IS_AVAILABLE },
    (driver) => ({
      async getCallRecordingUrl(call, options) {
        const result = await driver.getCallRecordingUrl(call, options);
        return result.status === 'available' ? { status: 'pending' } : result;
      },
    }),
  ),
  lyingDriver(
    { name: 'credentials-in-url', lie: "Puts the switch's credentials into the URL.", brokenPromise: IS_AVAILABLE },
    (driver) => ({
      async getCallRecordingUrl(call, options) {
        const result = await driver.getCallRecordingUrl(call, options);
        return result.status === 'available' ? { ...result, url: new URL('https://user:pass@recordings.example/1.mp3') } : result;
      },
    }),
  ),
  lyingDriver(
    { name: 'script-url', lie: 'Gives a URL that a browser would run instead of play.', brokenPromise: IS_AVAILABLE },
    (driver) => ({
      async getCallRecordingUrl(call, options) {
        const result = await driver.getCallRecordingUrl(call, options);
        return result.status === 'available' ? { ...result, url: new URL('javascript:alert(1)') } : result;
      },
    }),
  ),
  lyingDriver(
    {
      name: 'expired-as-pending',
      lie: 'Keeps the caller waiting for a recording that was deleted.',
      brokenPromise: 'a recording that was deleted is none, with the reason expired, never pending',
    },
    (driver) => ({
      async getCallRecordingUrl(call, options) {
        const result = await driver.getCallRecordingUrl(call, options);
        return result.status === 'none' ? { status: 'pending' } : result;
      },
    }),
  ),
  lyingDriver(
    {
      name: 'any-recording',
      lie: 'Gives whatever recording there is, of whichever call.',
      brokenPromise: "a call is given its own recording and never another call's, not even the same agent's",
    },
    (driver, world) => ({
      async getCallRecordingUrl(call, options) {
        const result = await driver.getCallRecordingUrl(call, options);
        return world.calls().some(({ recording }) => recording === 'available') ? AVAILABLE : result;
      },
    }),
  ),
  lyingDriver(
    {
      name: 'unknown-is-pending',
      lie: 'Keeps the caller waiting for the recording of a call that nobody knows.',
      brokenPromise: 'the recording of an id that nobody knows is CALL_NOT_FOUND, or none for an unknown reason: never pending',
    },
    (driver) => ({
      getCallRecordingUrl: (call, options) =>
        insteadOf('CALL_NOT_FOUND', driver.getCallRecordingUrl(call, options), () => ({ status: 'pending' })),
    }),
  ),
];
