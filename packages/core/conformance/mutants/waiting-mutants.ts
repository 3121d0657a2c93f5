import { type CallOptions, SwitchError } from '@elasticfunnels/switch-core';
import { insteadOf, lyingDriver, type Mutant, retelling } from './mutant.ts';

const ABORTED_AFTER = 'a dial that is aborted after it was sent is OUTCOME_UNKNOWN with effect unknown, at once';

const forEver = (): Promise<never> => new Promise(() => {});

function withoutSignal({ signal: _dropped, ...options }: CallOptions): CallOptions {
  return options;
}

/** Lies about time, giving up and closing. */
export const waitingMutants: readonly Mutant[] = [
  lyingDriver(
    {
      name: 'hangs-for-ever',
      lie: 'Waits for an answer for ever.',
      brokenPromise: 'a dial settles by its deadline, as OUTCOME_UNKNOWN, and is not repeated',
    },
    (driver) => ({
      makeCall: (request, options) =>
        insteadOf('OUTCOME_UNKNOWN', driver.makeCall(request, options), (error) =>
          SwitchError.has(error, 'OUTCOME_UNKNOWN') && error.details.reason === 'timed_out' ? forEver() : Promise.reject(error),
        ),
    }),
  ),
  lyingDriver(
    {
      name: 'hangup-hangs-for-ever',
      lie: 'Waits for ever for the answer to hanging up.',
      brokenPromise: 'hanging up settles by its deadline, as TIMED_OUT with effect unknown',
    },
    (driver) => ({ hangupCall: (call, options) => insteadOf('TIMED_OUT', driver.hangupCall(call, options), forEver) }),
  ),
  lyingDriver(
    { name: 'ignores-abort', lie: 'Goes on waiting after the caller has given up.', brokenPromise: ABORTED_AFTER },
    (driver) => ({
      makeCall: (request, options) =>
        insteadOf('OUTCOME_UNKNOWN', driver.makeCall(request, options), (error) =>
          SwitchError.has(error, 'OUTCOME_UNKNOWN') && error.details.reason === 'aborted' ? forEver() : Promise.reject(error),
        ),
    }),
  ),
  lyingDriver(
    {
      name: 'abort-had-no-effect',
      lie: 'Says that a dial that was aborted under way had no effect.',
      brokenPromise: ABORTED_AFTER,
    },
    (driver) => ({
      makeCall: (request, options) =>
        insteadOf('OUTCOME_UNKNOWN', driver.makeCall(request, options), () => {
          throw new SwitchError('ABORTED', {}, { effect: 'none' });
        }),
    }),
  ),
  lyingDriver(
    {
      name: 'dials-though-aborted',
      lie: 'Sends a dial that was aborted already.',
      brokenPromise: 'a dial that is aborted before it is sent is ABORTED with effect none, and rings nobody',
    },
    (driver) => ({ makeCall: (request, options = {}) => driver.makeCall(request, withoutSignal(options)) }),
  ),
  lyingDriver(
    {
      name: 'doubts-before-sending',
      lie: 'Leaves in doubt whether a dial that was aborted before it was sent had an effect.',
      brokenPromise: 'a dial that is aborted before it is sent is ABORTED with effect none, and rings nobody',
    },
    (driver) => ({ makeCall: (request, options) => retelling(driver.makeCall(request, options), () => ({ effect: 'unknown' })) }),
  ),
  lyingDriver(
    {
      name: 'closes-once',
      lie: 'Fails when it is closed a second time.',
      brokenPromise: 'close may be called twice, also at the same time',
    },
    (driver) => {
      let closed = false;
      return {
        async close() {
          if (closed) throw new SwitchError('CLOSED', {});
          closed = true;
          await driver.close();
        },
      };
    },
  ),
  lyingDriver(
    {
      name: 'closing-ends-calls',
      lie: 'Ends every call when it is closed.',
      brokenPromise: 'close leaves calls alone: the one that is under way goes on',
    },
    (driver, world) => ({
      async close() {
        for (const { callId } of world.calls()) world.end(callId);
        await driver.close();
      },
    }),
  ),
  lyingDriver(
    {
      name: 'close-denies-dial',
      lie: 'Says of a dial that was under way when it closed that nothing happened.',
      brokenPromise: 'a dial that is under way while the switch closes ends with the truth about what rang',
    },
    (driver) => {
      let closed = false;
      return {
        async makeCall(request, options) {
          const result = await driver.makeCall(request, options);
          if (closed) throw new SwitchError('CLOSED', {});
          return result;
        },
        async close() {
          closed = true;
          await driver.close();
        },
      };
    },
  ),
];
