import { type ConnectResult, parseAgentExtension, SwitchError } from '@elasticfunnels/switch-core';
import { insteadOf, lyingDriver, type Mutant } from './mutant.ts';

const VERIFIED: ConnectResult = { status: 'verified', latencyMs: 1 };

/** Lies about the connection and about capabilities. */
export const connectMutants: readonly Mutant[] = [
  lyingDriver(
    {
      name: 'always-verified',
      lie: 'Says that the credentials are good whatever they are.',
      brokenPromise: 'connect with refused credentials is UNAUTHENTICATED or FORBIDDEN, never verified',
    },
    () => ({ connect: async () => VERIFIED }),
  ),
  lyingDriver(
    {
      name: 'reachable-without-reason',
      lie: 'Does not say why the credentials are unverified.',
      brokenPromise: 'connect says verified, or reachable and why the credentials are unverified, and how long it took',
    },
    () => ({ connect: async () => ({ status: 'reachable', latencyMs: 1, reason: '' }) }),
  ),
  lyingDriver(
    {
      name: 'unreachable-is-rejected',
      lie: 'Takes a switch that cannot be reached for one that refuses.',
      brokenPromise: 'connect to a switch that cannot be reached is UNREACHABLE, and nothing was sent',
    },
    (driver) => ({
      connect: (options) =>
        insteadOf('UNREACHABLE', driver.connect(options), () => {
          throw new SwitchError('REJECTED', {});
        }),
    }),
  ),
  lyingDriver(
    { name: 'connects-by-calling', lie: 'Proves the connection with a call.', brokenPromise: 'connect rings nobody' },
    (driver, world) => ({
      connect(options) {
        world.ring({ agentExtension: parseAgentExtension('1001'), destination: '+15550000000' });
        return driver.connect(options);
      },
    }),
  ),
  lyingDriver(
    {
      name: 'agents-always-ready',
      lie: 'Says of every agent that they are ready.',
      brokenPromise: 'the status of an agent on a call is on_call, and names that call where it names one',
    },
    () => ({ getAgentStatus: async () => ({ state: 'ready' }) }),
  ),
  lyingDriver(
    {
      name: 'finds-any-call',
      lie: 'Finds a call for whatever reference.',
      brokenPromise: 'findCall finds the call that a dial has become, and for a reference that nobody knows nothing',
    },
    (driver, world) => ({ findCall: (_reference, options) => driver.findCall(world.calls()[0]?.callId ?? '', options) }),
  ),
];
