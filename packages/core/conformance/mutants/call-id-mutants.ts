import { type CallId, type MakeCallResult, parseCallId } from '@elasticfunnels/switch-core';
import { lyingDriver, type Mutant } from './mutant.ts';

/** The same result, with another id. */
function withId(result: MakeCallResult, change: (callId: CallId) => string): MakeCallResult {
  if (result.status !== 'placed') return result;
  // Not parsed: an id that no parser would let through is what some of these lies are about.
  return { ...result, call: { ...result.call, callId: change(result.call.callId) as CallId } };
}

/** Lies about the ids of calls. */
export const callIdMutants: readonly Mutant[] = [
  lyingDriver(
    {
      name: 'placed-without-id',
      lie: 'Says that a call is placed, and names no id.',
      brokenPromise: 'a dial that goes through is placed, with the id of the call, or accepted, with a reference to it',
    },
    (driver) => ({ makeCall: async (request, options) => withId(await driver.makeCall(request, options), () => '') }),
  ),
  lyingDriver(
    {
      name: 'id-as-number',
      lie: 'Reads ids as numbers.',
      brokenPromise: 'an id of nineteen digits, which no number can hold, survives unchanged, and leads to its call',
    },
    (driver) => ({
      makeCall: async (request, options) => withId(await driver.makeCall(request, options), (id) => String(Number(id))),
    }),
  ),
  lyingDriver(
    {
      name: 'trims-zeros',
      lie: 'Trims leading zeros off ids.',
      brokenPromise: "the id of a call is the switch's own, character for character",
    },
    (driver) => ({
      makeCall: async (request, options) => withId(await driver.makeCall(request, options), (id) => id.replace(/^0+/, '')),
    }),
  ),
  lyingDriver(
    {
      name: 'lower-cases-ids',
      lie: 'Writes ids in lower case.',
      brokenPromise: 'an id in mixed case survives unchanged, and leads to its call',
    },
    (driver) => ({
      makeCall: async (request, options) => withId(await driver.makeCall(request, options), (id) => id.toLowerCase()),
    }),
  ),
  lyingDriver(
    {
      name: 'puts-ids-into-paths',
      lie: 'Puts the id into a path without encoding it, so that all after a slash is lost.',
      brokenPromise: 'an id with slashes, percent and plus signs survives unchanged, and leads to its call',
    },
    (driver) => ({
      hangupCall: (call, options) =>
        driver.hangupCall({ ...call, callId: parseCallId(call.callId.split('/')[0] ?? '') }, options),
    }),
  ),
];
