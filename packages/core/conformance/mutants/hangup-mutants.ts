import { parseCallId, SwitchError } from '@elasticfunnels/switch-core';
import { insteadOf, lyingDriver, type Mutant } from './mutant.ts';

const ENDS = 'hanging up a call that rings or talks really ends it: ended';
const TWICE = 'hanging up a call that has ended is a success that says so: already_ended, never CALL_NOT_FOUND';

/** Lies about hanging up. */
export const hangupMutants: readonly Mutant[] = [
  lyingDriver(
    { name: 'ended-without-ending', lie: 'Says that a call has ended, and leaves it alone.', brokenPromise: ENDS },
    () => ({
      hangupCall: async () => ({ status: 'ended' }),
    }),
  ),
  lyingDriver(
    { name: 'ended-again', lie: 'Says of a call that had ended that it has ended it.', brokenPromise: TWICE },
    (driver) => ({
      hangupCall: async (call, options) => ({ ...(await driver.hangupCall(call, options)), status: 'ended' }),
    }),
  ),
  lyingDriver(
    { name: 'ended-is-unknown', lie: 'Says of a call that has ended that nobody knows it.', brokenPromise: TWICE },
    (driver) => ({
      async hangupCall(call, options) {
        const result = await driver.hangupCall(call, options);
        if (result.status === 'already_ended') throw new SwitchError('CALL_NOT_FOUND', {});
        return result;
      },
    }),
  ),
  lyingDriver(
    {
      name: 'unknown-is-ended',
      lie: 'Says of an id that nobody knows that its call has ended.',
      brokenPromise: 'hanging up an id that nobody knows is CALL_NOT_FOUND, never already_ended',
    },
    (driver) => ({
      hangupCall: (call, options) =>
        insteadOf('CALL_NOT_FOUND', driver.hangupCall(call, options), () => ({ status: 'already_ended' })),
    }),
  ),
  lyingDriver(
    {
      name: 'hangs-up-by-agent',
      lie: 'Ends whatever call the agent is on, whichever was named.',
      brokenPromise: "hanging up an agent's earlier call does not end the one that the agent is on now",
    },
    (driver, world) => ({
      hangupCall(call, options) {
        const present = world.calls().find(({ holder, state }) => holder === call.agentExtension && state !== 'ended');
        return driver.hangupCall(present === undefined ? call : { callId: parseCallId(present.callId) }, options);
      },
    }),
  ),
  lyingDriver(
    {
      name: 'unknown-ends-the-agents-call',
      lie: "Ends the agent's call when the id is unknown, and then says that it is unknown.",
      brokenPromise: 'hanging up an id that nobody knows does not end the call that its agent is on',
    },
    (driver, world) => ({
      hangupCall: (call, options) =>
        insteadOf('CALL_NOT_FOUND', driver.hangupCall(call, options), (error) => {
          for (const { callId, holder } of world.calls()) if (holder === call.agentExtension) world.end(callId);
          throw error;
        }),
    }),
  ),
  lyingDriver(
    {
      name: 'hangs-up-everybody',
      lie: 'Ends every call.',
      brokenPromise: "hanging up ends the call that is named and never another agent's",
    },
    (driver, world) => ({
      async hangupCall(call, options) {
        const result = await driver.hangupCall(call, options);
        for (const { callId } of world.calls()) world.end(callId);
        return result;
      },
    }),
  ),
  lyingDriver(
    {
      name: 'hangs-up-blindly',
      lie: 'Says that a call has ended though the answer was lost.',
      brokenPromise: 'hanging up is never reported as done when the switch did not say so',
    },
    (driver) => ({
      hangupCall: (call, options) => insteadOf('UPSTREAM_FAILED', driver.hangupCall(call, options), () => ({ status: 'ended' })),
    }),
  ),
];
