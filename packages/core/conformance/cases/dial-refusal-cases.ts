import { ok } from 'node:assert/strict';
import type { MakeCallRequest, SwitchErrorCode } from '@elasticfunnels/switch-core';
import type { CaseDefinition, Requirement } from '../conformance-case.ts';
import type { ConformanceCast } from '../conformance-subject.ts';
import type { Scene } from '../scene.ts';

interface Refusal {
  readonly who: string;
  readonly code: SwitchErrorCode;
  readonly requires: readonly Requirement[];
  readonly change: (cast: ConformanceCast) => Partial<MakeCallRequest>;
}

const REFUSALS: readonly Refusal[] = [
  {
    who: 'a dial of an agent whom nobody knows',
    code: 'AGENT_NOT_FOUND',
    requires: ['agent-refusals'],
    change: ({ unknownAgent }) => ({ agentExtension: unknownAgent }),
  },
  {
    who: 'a dial of an agent who is not logged in',
    code: 'AGENT_NOT_READY',
    requires: ['agent-refusals'],
    change: ({ loggedOutAgent }) => ({ agentExtension: loggedOutAgent }),
  },
  {
    who: 'a dial for a campaign that nobody knows',
    code: 'CAMPAIGN_INVALID',
    requires: ['campaigns'],
    change: ({ unknownCampaign }) => ({ campaignName: unknownCampaign }),
  },
  {
    who: 'a dial of a barred destination',
    code: 'DESTINATION_BLOCKED',
    requires: ['blocked-destinations'],
    change: ({ blockedDestination }) => ({ destination: blockedDestination }),
  },
  {
    who: 'a dial of a destination that is no number',
    code: 'DESTINATION_INVALID',
    requires: ['invalid-destinations'],
    change: ({ invalidDestination }) => ({ destination: invalidDestination }),
  },
];

async function assertNobodyRang(scene: Scene, why: string): Promise<void> {
  const { destination, blockedDestination, invalidDestination } = scene.cast;
  for (const number of [destination, blockedDestination, invalidDestination]) await scene.assertRings(0, why, number);
}

/** What a dial that is refused promises. */
export const dialRefusalCases: readonly CaseDefinition[] = [
  ...REFUSALS.map(
    ({ who, code, requires, change }): CaseDefinition => ({
      name: `${who} is refused as ${code}, with effect none, and rings nobody`,
      requires,
      check: async (scene) => {
        const request = scene.request(change(scene.cast));
        await scene.fails(who, scene.phone.makeCall(request), { codes: [code], effect: 'none', retryable: false });
        await assertNobodyRang(scene, `After ${who}`);
      },
    }),
  ),
  {
    name: 'a dial that the switch refuses is never a success: it fails with effect none, and rings nobody',
    requires: ['trouble:refuse-before-dial'],
    check: async (scene) => {
      await scene.provoke('refuse-before-dial');
      await scene.fails('A refused dial', scene.phone.makeCall(scene.request()), { effect: 'none' });
      await assertNobodyRang(scene, 'After a refused dial');
    },
  },
  {
    name: 'a dial with refused credentials is UNAUTHENTICATED or FORBIDDEN, and rings nobody',
    requires: ['trouble:bad-credentials'],
    check: async (scene) => {
      await scene.provoke('bad-credentials');
      const expected = { codes: ['UNAUTHENTICATED', 'FORBIDDEN'], effect: 'none', retryable: false } as const;
      await scene.fails('A dial with bad credentials', scene.phone.makeCall(scene.request()), expected);
      await assertNobodyRang(scene, 'After a dial with bad credentials');
    },
  },
  {
    name: 'a dial that cannot be sent is UNREACHABLE with effect none, may be retried, and rings nobody',
    requires: ['trouble:unreachable'],
    check: async (scene) => {
      await scene.provoke('unreachable');
      const expected = { codes: ['UNREACHABLE'], effect: 'none', retryable: true } as const;
      await scene.fails('A dial that cannot be sent', scene.phone.makeCall(scene.request()), expected);
      await assertNobodyRang(scene, 'After a dial that could not be sent');
    },
  },
  {
    name: 'a dial that is told to come later rings once when it is repeated, and else nobody: RATE_LIMITED',
    requires: ['trouble:rate-limit-once'],
    check: async (scene) => {
      await scene.provoke('rate-limit-once');
      const work = scene.phone.makeCall(scene.request());
      const placed = await work.then(
        () => true,
        () => false,
      );
      if (!placed)
        await scene.fails('A dial that is told to come later', work, {
          codes: ['RATE_LIMITED', 'UPSTREAM_FAILED'],
          effect: 'none',
          retryable: true,
        });
      await scene.assertRings(placed ? 1 : 0, 'After a dial that was told to come later');
    },
  },
  {
    name: 'a dial that was refused holds nobody back: the same dial rings once the reason is gone',
    requires: ['trouble:refuse-before-dial'],
    check: async (scene) => {
      await scene.provoke('refuse-before-dial');
      await scene.fails('A refused dial', scene.phone.makeCall(scene.request()), { effect: 'none' });
      await scene.provoke(undefined);
      const result = await scene.phone.makeCall(scene.request());
      ok(result.replayed !== true, 'There is no earlier dial that the second could be the replay of.');
      await scene.assertRings(1, 'After a refused dial and one that went through');
    },
  },
];
