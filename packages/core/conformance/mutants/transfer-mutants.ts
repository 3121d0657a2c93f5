import { SwitchError } from '@elasticfunnels/switch-core';
import { MEMORY_CAST } from '../memory-cast.ts';
import { insteadOf, lyingDriver, type Mutant } from './mutant.ts';

const HANDS_OVER = 'a transfer really hands the call to the target, once, and the call goes on';
const REFUSED = 'a transfer to an extension that cannot take it is refused with effect none, and the call stays with the agent';

/** Lies about transferring. */
export const transferMutants: readonly Mutant[] = [
  lyingDriver(
    {
      name: 'transferred-without-moving',
      lie: 'Says that a call is transferred, and leaves it where it is.',
      brokenPromise: HANDS_OVER,
    },
    () => ({
      transferCall: async () => ({ status: 'transferred' }),
    }),
  ),
  lyingDriver(
    { name: 'transfers-to-another', lie: 'Hands the call to another extension than was asked for.', brokenPromise: HANDS_OVER },
    (driver) => ({
      transferCall: (request, options) => driver.transferCall({ ...request, targetExtension: MEMORY_CAST.otherAgent }, options),
    }),
  ),
  lyingDriver(
    { name: 'ends-by-transferring', lie: 'Drops the call while handing it over.', brokenPromise: HANDS_OVER },
    (driver, world) => ({
      async transferCall(request, options) {
        const result = await driver.transferCall(request, options);
        world.end(request.call.callId);
        return result;
      },
    }),
  ),
  lyingDriver(
    {
      name: 'attended-as-blind',
      lie: 'Does an attended transfer as a blind one.',
      brokenPromise: 'an attended transfer is done as an attended one, never quietly as a blind one',
    },
    (driver) => ({ transferCall: (request, options) => driver.transferCall({ ...request, kind: 'blind' }, options) }),
  ),
  lyingDriver(
    {
      name: 'undeclared-attended-as-blind',
      lie: 'Cannot do an attended transfer, and quietly does a blind one.',
      brokenPromise:
        'an attended transfer by a switch that cannot do one is CAPABILITY_MISSING, and the call stays with the agent',
    },
    (driver) => ({ transferCall: (request, options) => driver.transferCall({ ...request, kind: 'blind' }, options) }),
    [],
  ),
  lyingDriver(
    { name: 'refused-transfer-is-success', lie: 'Reports a transfer that was refused as done.', brokenPromise: REFUSED },
    (driver) => ({
      transferCall: (request, options) =>
        insteadOf('AGENT_NOT_FOUND', driver.transferCall(request, options), () => ({ status: 'transferred' })),
    }),
  ),
  lyingDriver(
    { name: 'refused-transfer-drops-call', lie: 'Drops the call when the target cannot take it.', brokenPromise: REFUSED },
    (driver, world) => ({
      transferCall: (request, options) =>
        insteadOf('AGENT_NOT_FOUND', driver.transferCall(request, options), (error) => {
          world.end(request.call.callId);
          throw error;
        }),
    }),
  ),
  lyingDriver(
    {
      name: 'transfer-of-ended-is-unknown',
      lie: 'Says of an ended call that is to be transferred that nobody knows it.',
      brokenPromise: 'a transfer of a call that has ended is CALL_ENDED, never CALL_NOT_FOUND',
    },
    (driver) => ({
      transferCall: (request, options) =>
        insteadOf('CALL_ENDED', driver.transferCall(request, options), () => {
          throw new SwitchError('CALL_NOT_FOUND', {});
        }),
    }),
  ),
  lyingDriver(
    {
      name: 'repeats-transfer',
      lie: 'Repeats a transfer when nobody knows whether it went through.',
      brokenPromise: 'a transfer whose answer is lost is OUTCOME_UNKNOWN with effect unknown, and is not repeated',
    },
    (driver, world) => ({
      transferCall: (request, options) =>
        insteadOf('OUTCOME_UNKNOWN', driver.transferCall(request, options), (error) => {
          world.move(request.call.callId, request.targetExtension, 'blind');
          throw error;
        }),
    }),
  ),
];
