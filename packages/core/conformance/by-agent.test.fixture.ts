import { type CallReference, SwitchError } from '@elasticfunnels/switch-core';
import type { MemoryWorld } from '@elasticfunnels/switch-core/testing';
import { delegateTo } from './delegation.ts';
import { type ConformanceSubject, memorySubject } from './index.ts';

/**
 * A switch of the other school: its dials answer without an id, it can do nothing beyond the five operations, and it
 * acts on whatever call an agent is on, so that its driver has to make sure which call that is.
 */
export function byAgentSubject(through: ConformanceSubject['through']): ConformanceSubject {
  return memorySubject({
    name: `in-memory switch that is controlled by agent (${through})`,
    through,
    capabilities: [],
    dialsAs: 'accepted',
    replaceDriver: (driver, world) =>
      delegateTo(driver, {
        hangupCall: async (call, options) => driver.hangupCall(presentCall(world, call), options),
        transferCall: async (request, options) =>
          driver.transferCall({ ...request, call: presentCall(world, request.call) }, options),
      }),
  });
}

/** The call, if its agent is on it or it has ended: all that such a switch can tell. */
function presentCall(world: MemoryWorld, call: CallReference): CallReference {
  const present = world.calls().find(({ holder, state }) => holder === call.agentExtension && state !== 'ended');
  const isPresent = present?.callId === call.callId;
  const hasEnded = world.findCall(call.callId)?.state === 'ended';
  if (isPresent || hasEnded) return call;
  throw new SwitchError('CALL_NOT_FOUND', {});
}
