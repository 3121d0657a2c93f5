import { type MakeCallResult, parseCallId, SwitchError } from '@elasticfunnels/switch-core';
import { insteadOf, lyingDriver, type Mutant, retelling } from './mutant.ts';

const RINGS_ONCE = 'a dial rings the destination exactly once';
const LOST_ANSWER =
  'a dial whose answer is lost is OUTCOME_UNKNOWN with effect unknown, is not retryable, and rings exactly once';

const INVENTED: MakeCallResult = { status: 'placed', call: { callId: parseCallId('4711') } };

/** Lies about dialling. */
export const dialMutants: readonly Mutant[] = [
  lyingDriver(
    { name: 'placed-without-dialling', lie: 'Says that a call is placed, and dials nobody.', brokenPromise: RINGS_ONCE },
    () => ({
      makeCall: async () => INVENTED,
    }),
  ),
  lyingDriver({ name: 'dials-twice', lie: 'Sends every dial twice.', brokenPromise: RINGS_ONCE }, (driver, world) => ({
    async makeCall(request, options) {
      const result = await driver.makeCall(request, options);
      world.ring(request);
      return result;
    },
  })),
  lyingDriver(
    {
      name: 'repeats-after-lost-answer',
      lie: 'Repeats a dial when nobody knows whether the phone rings.',
      brokenPromise: LOST_ANSWER,
    },
    (driver, world) => ({
      makeCall: (request, options) =>
        insteadOf('OUTCOME_UNKNOWN', driver.makeCall(request, options), (error) => {
          world.ring(request);
          throw error;
        }),
    }),
  ),
  lyingDriver(
    {
      name: 'lost-answer-had-no-effect',
      lie: 'Says that a dial whose answer was lost had no effect.',
      brokenPromise: LOST_ANSWER,
    },
    (driver) => ({
      makeCall: (request, options) =>
        retelling(driver.makeCall(request, options), ({ code, effect }) => ({
          effect: code === 'OUTCOME_UNKNOWN' ? 'none' : effect,
        })),
    }),
  ),
  lyingDriver(
    {
      name: 'lost-answer-is-retryable',
      lie: 'Invites the caller to repeat a dial of unknown outcome.',
      brokenPromise: LOST_ANSWER,
    },
    (driver) => ({
      makeCall: (request, options) => retelling(driver.makeCall(request, options), () => ({ retryable: true })),
    }),
  ),
  lyingDriver(
    {
      name: 'garbled-answer-is-success',
      lie: 'Takes any answer to a dial for a success.',
      brokenPromise: 'a dial whose answer cannot be read is OUTCOME_UNKNOWN, and is not repeated',
    },
    (driver) => ({
      makeCall: (request, options) => insteadOf('OUTCOME_UNKNOWN', driver.makeCall(request, options), () => INVENTED),
    }),
  ),
  lyingDriver(
    {
      name: 'server-error-is-refusal',
      lie: 'Takes a failure of the switch during a dial for a refusal.',
      brokenPromise: 'a dial after which the switch fails is OUTCOME_UNKNOWN, and is not repeated',
    },
    (driver) => ({
      makeCall: (request, options) =>
        insteadOf('OUTCOME_UNKNOWN', driver.makeCall(request, options), () => {
          throw new SwitchError('REJECTED', {});
        }),
    }),
  ),
  lyingDriver(
    {
      name: 'swallows-refusals',
      lie: 'Reports a dial that was refused as placed.',
      brokenPromise: 'a dial that the switch refuses is never a success: it fails with effect none, and rings nobody',
    },
    (driver) => ({ makeCall: (request, options) => insteadOf('REJECTED', driver.makeCall(request, options), () => INVENTED) }),
  ),
  lyingDriver(
    {
      name: 'rings-before-it-checks',
      lie: 'Dials first and looks at the do-not-call list afterwards.',
      brokenPromise: 'a dial of a barred destination is refused as DESTINATION_BLOCKED, with effect none, and rings nobody',
    },
    (driver, world) => ({
      makeCall: (request, options) =>
        insteadOf('DESTINATION_BLOCKED', driver.makeCall(request, options), (error) => {
          world.ring(request);
          throw error;
        }),
    }),
  ),
  lyingDriver(
    {
      name: 'one-answer-for-all-agents',
      lie: 'Tells an agent who is not logged in as one whom nobody knows.',
      brokenPromise: 'a dial of an agent who is not logged in is refused as AGENT_NOT_READY, with effect none, and rings nobody',
    },
    (driver) => ({
      makeCall: (request, options) =>
        insteadOf('AGENT_NOT_READY', driver.makeCall(request, options), () => {
          throw new SwitchError('AGENT_NOT_FOUND', {});
        }),
    }),
  ),
  lyingDriver(
    {
      name: 'drops-campaign',
      lie: 'Leaves the campaign and the skill out.',
      brokenPromise: 'the campaign and the skill of a dial reach the switch',
    },
    (driver) => ({
      makeCall: ({ agentExtension, destination }, options) => driver.makeCall({ agentExtension, destination }, options),
    }),
  ),
  lyingDriver(
    {
      name: 'rewrites-destination',
      lie: 'Strips the plus sign from the destination.',
      brokenPromise: 'the call is the one that was asked for: its agent, and its destination as it was given',
    },
    (driver) => ({
      makeCall: (request, options) => driver.makeCall({ ...request, destination: request.destination.replace('+', '') }, options),
    }),
  ),
  lyingDriver(
    {
      name: 'merges-agents',
      lie: "Answers an agent's dial with another agent's call to the same destination.",
      brokenPromise: 'two agents who call the same destination make two calls',
    },
    (driver) => {
      const byDestination = new Map<string, Promise<MakeCallResult>>();
      return {
        makeCall(request, options) {
          const result = byDestination.get(request.destination) ?? driver.makeCall(request, options);
          byDestination.set(request.destination, result);
          return result;
        },
      };
    },
  ),
  lyingDriver(
    {
      name: 'forgets-idempotency-key',
      lie: 'Sends a new idempotency key with every try.',
      brokenPromise: 'a dial that is repeated with its idempotency key after the call has ended does not ring again',
    },
    (driver) => ({
      makeCall(request, options = {}) {
        const { idempotencyKey: _dropped, ...rest } = options;
        return driver.makeCall(request, rest);
      },
    }),
  ),
  lyingDriver(
    {
      name: 'hides-replay',
      lie: 'Passes the answer of an earlier dial off as that of a new one.',
      brokenPromise:
        'a dial that is repeated with its idempotency key rings once, gives the same call, and says that it is replayed',
    },
    (driver) => ({
      async makeCall(request, options) {
        const { replayed: _hidden, ...result } = await driver.makeCall(request, options);
        return result;
      },
    }),
  ),
];
