import {
  type MakeCallRequest,
  type MakeCallResult,
  parseAgentExtension,
  parseCallId,
  SwitchError,
} from '@elasticfunnels/switch-core';
import type { MemoryCall, MemoryWorld } from './memory-world.ts';

interface EarlierDial {
  readonly body: string;
  readonly result: MakeCallResult;
}

/** The switch's side of dialling: who may dial what, and which dial is the repetition of another. */
export class MemoryDials {
  readonly #world: MemoryWorld;
  readonly #earlier = new Map<string, EarlierDial>();

  constructor(world: MemoryWorld) {
    this.#world = world;
  }

  /** Rings the destination, unless the key belongs to an earlier dial: then gives its result again. */
  dial(request: MakeCallRequest, key: string | undefined): MakeCallResult {
    const { agentExtension, destination, campaignName, skillId } = request;
    const body = JSON.stringify([agentExtension, destination, campaignName, skillId]);
    const earlier = key === undefined ? undefined : this.#earlier.get(key);
    if (earlier !== undefined) return replay(earlier, body);
    this.#assertAllowed(request);
    const call = this.#world.ring({
      agentExtension,
      destination,
      ...(campaignName === undefined ? {} : { campaignName }),
      ...(skillId === undefined ? {} : { skillId }),
    });
    const result = this.#toResult(call);
    if (key !== undefined) this.#earlier.set(key, { body, result });
    return result;
  }

  #assertAllowed({ agentExtension, destination, campaignName }: MakeCallRequest): void {
    const agent = this.#world.findAgent(agentExtension);
    if (agent === undefined) throw new SwitchError('AGENT_NOT_FOUND', {});
    if (agent.state !== 'ready') throw new SwitchError('AGENT_NOT_READY', {});
    if (campaignName !== undefined && !this.#world.hasCampaign(campaignName)) throw new SwitchError('CAMPAIGN_INVALID', {});
    if (this.#world.isBlocked(destination)) throw new SwitchError('DESTINATION_BLOCKED', {});
    if (!/\d/.test(destination)) throw new SwitchError('DESTINATION_INVALID', {});
  }

  #toResult({ callId, agentExtension, reference }: MemoryCall): MakeCallResult {
    if (this.#world.options.dialsAs === 'accepted') return { status: 'accepted', reference };
    const call = { callId: parseCallId(callId), agentExtension: parseAgentExtension(agentExtension), aliases: { reference } };
    return { status: 'placed', call };
  }
}

function replay(earlier: EarlierDial, body: string): MakeCallResult {
  if (earlier.body === body) return { ...earlier.result, replayed: true };
  throw new SwitchError('REJECTED', {}, { message: 'The idempotency key belongs to another dial, so nothing rang.' });
}
