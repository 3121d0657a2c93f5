import { type Capability, type OperationsWith, type PhoneSwitch, parseCallId } from '@elasticfunnels/switch-core';
import { createMemorySwitch, type MemorySwitchOptions, type MemoryWorld } from '@elasticfunnels/switch-core/testing';
import type { ConformanceStage, ConformanceSubject } from './conformance-subject.ts';
import { MEMORY_CAST, MEMORY_SECRET } from './memory-cast.ts';
import { openBare, openBehindHost, withDriver } from './memory-opening.ts';

/** How the in-memory switch takes the stage. */
export interface MemorySubjectOptions extends MemorySwitchOptions {
  readonly name?: string;
  /** The bare driver, or what the host hands out. `host` unless given. */
  readonly through?: ConformanceSubject['through'];
  readonly patienceMs?: number;
  /** Puts something in place of the driver: how mutants are made. */
  readonly replaceDriver?: (driver: OperationsWith<Capability>, world: MemoryWorld) => OperationsWith<Capability>;
  /** Puts something in place of the switch that the cases see, outside the host. */
  readonly replacePhone?: (phone: PhoneSwitch<Capability>, world: MemoryWorld) => PhoneSwitch<Capability>;
}

const CONFIG = { api_key: MEMORY_SECRET };
const ALL: readonly Capability[] = ['transfer.attended', 'agent.status', 'call.status'];

/**
 * The in-memory reference switch as a subject: what a vendor's own subject can be modelled on.
 *
 * @example const report = await runConformance(memorySubject({ through: 'driver' }));
 */
export function memorySubject(options: MemorySubjectOptions = {}): ConformanceSubject {
  const { through = 'host', capabilities = ALL } = options;
  return {
    name: options.name ?? `in-memory switch (${through})`,
    through,
    capabilities,
    ...(options.patienceMs === undefined ? {} : { patienceMs: options.patienceMs }),
    open: () => openStage(options),
  };
}

async function openStage(options: MemorySubjectOptions): Promise<ConformanceStage> {
  const { through = 'host', replaceDriver, replacePhone } = options;
  const { plugin, world } = createMemorySwitch({ ...behaviourOf(options), apiKey: MEMORY_SECRET });
  populate(world);
  const replaced = replaceDriver === undefined ? plugin : withDriver(plugin, (driver) => replaceDriver(driver, world));
  const opened = await (through === 'host' ? openBehindHost(replaced, CONFIG) : openBare(replaced, CONFIG));
  const phone = replacePhone === undefined ? opened.phone : replacePhone(opened.phone, world);
  return { phone, cast: MEMORY_CAST, ...movesOf(world), close: opened.close };
}

function behaviourOf({ capabilities, dialsAs, wrapUp, recordsCalls }: MemorySubjectOptions): MemorySwitchOptions {
  return {
    ...(capabilities === undefined ? {} : { capabilities }),
    ...(dialsAs === undefined ? {} : { dialsAs }),
    ...(wrapUp === undefined ? {} : { wrapUp }),
    ...(recordsCalls === undefined ? {} : { recordsCalls }),
  };
}

function populate(world: MemoryWorld): void {
  for (const extension of [MEMORY_CAST.agent, MEMORY_CAST.otherAgent, MEMORY_CAST.transferTarget])
    world.setAgent(extension, 'ready');
  world.setAgent(MEMORY_CAST.loggedOutAgent, 'logged_out');
  world.block(MEMORY_CAST.blockedDestination);
  world.addCampaign(MEMORY_CAST.campaignName);
}

type Moves = Required<Omit<ConformanceStage, 'phone' | 'cast' | 'close'>>;

function movesOf(world: MemoryWorld): Moves {
  return {
    witness: {
      calls: async () => world.calls(),
      rings: async (destination) => world.rings(destination),
    },
    provoke: async (trouble) => world.provoke(trouble),
    findAcceptedCall: async (reference) => {
      const call = world.calls().find((known) => known.reference === reference);
      return call === undefined ? undefined : { callId: parseCallId(call.callId) };
    },
    answerCall: async ({ callId }) => world.answer(callId),
    finishWrapUp: async (agent) => world.finishWrapUp(agent),
    chooseCallId: async (callId) => world.chooseCallId(callId),
    endCallFromOutside: async ({ callId }) => world.end(callId),
    finishRecording: async ({ callId }) => world.finishRecording(callId),
    expireRecording: async ({ callId }) => world.expireRecording(callId),
  };
}
