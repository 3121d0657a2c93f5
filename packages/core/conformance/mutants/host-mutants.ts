import { type MakeCallResult, parseCallId, SwitchError } from '@elasticfunnels/switch-core';
import { delegateTo } from '../delegation.ts';
import { memorySubject } from '../memory-subject.ts';
import { insteadOf, lyingHost, type Mutant, type MutantDescription } from './mutant.ts';

const BOASTING: MutantDescription = {
  name: 'boasts-of-capabilities',
  lie: 'Claims a capability that the plugin does not declare.',
  brokenPromise: 'the switch has the capabilities that its plugin declares, and the methods that come with them',
};

/** Lies of what stands around a driver: what the host alone can promise. */
export const hostMutants: readonly Mutant[] = [
  lyingHost(
    {
      name: 'guard-rings-again',
      lie: 'Says that a dial joined an identical one, and rings again.',
      brokenPromise: 'two identical dials at the same time ring once, and both get the call',
    },
    (phone, world) => ({
      async makeCall(request, options) {
        const result = await phone.makeCall(request, options);
        if (result.replayed === true) world.ring(request);
        return result;
      },
    }),
  ),
  lyingHost(
    {
      name: 'guard-forgets-doubt',
      lie: 'Rings again at once after a dial of unknown outcome.',
      brokenPromise: 'after a dial of unknown outcome, the same dial at once does not ring again',
    },
    (phone, world) => {
      let doubted = false;
      return {
        makeCall: (request, options) =>
          insteadOf('OUTCOME_UNKNOWN', phone.makeCall(request, options), (error): MakeCallResult => {
            if (!doubted) {
              doubted = true;
              throw error;
            }
            return { status: 'placed', call: { callId: parseCallId(world.ring(request).callId) } };
          }),
      };
    },
  ),
  lyingHost(
    {
      name: 'guard-holds-refused',
      lie: 'Answers a dial with the refusal of an earlier one.',
      brokenPromise: 'a dial that was refused holds nobody back: the same dial rings once the reason is gone',
    },
    (phone) => {
      let refusal: SwitchError | undefined;
      return {
        makeCall(request, options) {
          if (refusal !== undefined) return Promise.reject(refusal);
          return insteadOf('REJECTED', phone.makeCall(request, options), (error) => {
            refusal = error;
            throw error;
          });
        },
      };
    },
  ),
  lyingHost(
    {
      name: 'takes-empty-destination',
      lie: 'Dials an empty destination.',
      brokenPromise: 'a dial of an empty destination is ARGUMENT_INVALID, names the field, and reaches nobody',
    },
    (phone, world) => ({
      makeCall: (request, options) =>
        insteadOf('ARGUMENT_INVALID', phone.makeCall(request, options), (error) => {
          world.ring(request);
          throw error;
        }),
    }),
  ),
  lyingHost(
    {
      name: 'takes-any-argument',
      lie: 'Reports success for arguments that cannot be right.',
      brokenPromise: 'hanging up an empty id is ARGUMENT_INVALID, names the field, and reaches nobody',
    },
    (phone) => ({
      hangupCall: (call, options) => insteadOf('ARGUMENT_INVALID', phone.hangupCall(call, options), () => ({ status: 'ended' })),
      transferCall: (request, options) =>
        insteadOf('ARGUMENT_INVALID', phone.transferCall(request, options), () => ({ status: 'transferred' })),
      getCallRecordingUrl: (call, options) =>
        insteadOf('ARGUMENT_INVALID', phone.getCallRecordingUrl(call, options), () => ({ status: 'pending' })),
    }),
  ),
  lyingHost(
    {
      name: 'works-after-close',
      lie: 'Goes on dialling after it was closed.',
      brokenPromise: 'makeCall after close is CLOSED with effect none, and reaches nobody',
    },
    () => ({ close: async () => {} }),
  ),
  lyingHost(
    {
      name: 'silent-without-capability',
      lie: 'Finds nothing where it cannot look.',
      brokenPromise: 'findCall of a switch without call.status is CAPABILITY_MISSING, never a silent nothing',
    },
    () => ({ findCall: async () => undefined }),
    [],
  ),
  lyingHost(
    {
      name: 'guesses-agent-status',
      lie: 'Tells the status of an agent that it cannot know.',
      brokenPromise: 'getAgentStatus of a switch without agent.status is CAPABILITY_MISSING, never a silent nothing',
    },
    () => ({ getAgentStatus: async () => ({ state: 'ready' }) }),
    [],
  ),
  lyingHost(
    {
      name: 'loses-correlation-id',
      lie: "Forgets the caller's correlation id.",
      brokenPromise: "an error names its operation, plugin and brand, and the caller's correlation id",
    },
    (phone) => ({
      hangupCall(call, options = {}) {
        const { correlationId: _lost, ...rest } = options;
        return phone.hangupCall(call, rest);
      },
    }),
  ),
  lyingHost(
    {
      name: 'closing-cuts-off',
      lie: 'Lets go of a dial that is under way when it closes.',
      brokenPromise: 'a dial that is under way while the switch closes is let finish, and so is its answer',
    },
    (phone) => {
      let closed = false;
      return {
        async makeCall(request, options) {
          const result = await phone.makeCall(request, options);
          if (closed) throw new SwitchError('OUTCOME_UNKNOWN', { reason: 'aborted' });
          return result;
        },
        close() {
          closed = true;
          return phone.close();
        },
      };
    },
  ),
  {
    ...BOASTING,
    subject: memorySubject({
      name: BOASTING.name,
      capabilities: [],
      replacePhone: (phone) => ({ ...delegateTo(phone), capabilities: new Set(['call.status']) }),
    }),
  },
];
