import { type Capability, type OperationsWith, SwitchError } from '@elasticfunnels/switch-core';
import { MEMORY_SECRET } from '../memory-cast.ts';
import { lyingDriver, type Mutant, retelling, retellingEverything } from './mutant.ts';

const EVERY_FAILURE =
  'every failure is a SwitchError of a known code, with an effect and a hint, and JSON without stack and cause';
const LEAK = 'an error shows no secret, no unmasked number and no stack: under bad-credentials';

function hangupThrowing(
  driver: OperationsWith<Capability>,
  change: (error: unknown) => unknown,
): Partial<OperationsWith<Capability>> {
  return {
    async hangupCall(call, options) {
      try {
        return await driver.hangupCall(call, options);
      } catch (error) {
        throw change(error);
      }
    },
  };
}

/** Lies and indiscretions of errors. */
export const errorMutants: readonly Mutant[] = [
  lyingDriver(
    { name: 'plain-error', lie: 'Throws an error of its own instead of a SwitchError.', brokenPromise: EVERY_FAILURE },
    (driver) => hangupThrowing(driver, () => new Error('HTTP 404')),
  ),
  lyingDriver({ name: 'empty-hint', lie: 'Has no hint for the operator.', brokenPromise: EVERY_FAILURE }, (driver) =>
    retellingEverything(driver, () => ({ hint: ' ' })),
  ),
  lyingDriver({ name: 'invented-code', lie: 'Makes up an error code.', brokenPromise: EVERY_FAILURE }, (driver) =>
    hangupThrowing(driver, (error) => Object.assign(Object(error), { code: 'VENDOR_404' })),
  ),
  lyingDriver(
    { name: 'stack-in-json', lie: 'Puts the stack into the JSON of an error.', brokenPromise: EVERY_FAILURE },
    (driver) =>
      hangupThrowing(driver, (error) =>
        SwitchError.is(error) ? Object.assign(error, { toJSON: () => ({ stack: error.stack }) }) : error,
      ),
  ),
  lyingDriver({ name: 'secret-in-message', lie: 'Repeats a secret that the switch echoed.', brokenPromise: LEAK }, (driver) =>
    retellingEverything(driver, () => ({ message: `Wrong key ${MEMORY_SECRET}.` })),
  ),
  lyingDriver(
    { name: 'secret-in-cause', lie: 'Keeps the request, with its secret, as the cause of an error.', brokenPromise: LEAK },
    (driver) =>
      retellingEverything(driver, () => ({ cause: { request: { headers: { authorization: `Bearer ${MEMORY_SECRET}` } } } })),
  ),
  lyingDriver(
    {
      name: 'number-in-message',
      lie: 'Shows the number that was dialled.',
      brokenPromise: 'an error on a barred destination does not show the number',
    },
    (driver) => ({
      makeCall: (request, options) =>
        retelling(driver.makeCall(request, options), () => ({ message: `${request.destination} may not be dialled.` })),
    }),
  ),
  lyingDriver(
    {
      name: 'digits-in-hint',
      lie: 'Shows the digits of the number that was dialled.',
      brokenPromise: 'an error shows no secret, no unmasked number and no stack: under refuse-before-dial',
    },
    (driver) => ({
      makeCall: (request, options) =>
        retelling(driver.makeCall(request, options), () => ({ hint: `Look at ${request.destination.replace(/\D/g, '')}.` })),
    }),
  ),
];
