import {
  CLAIM_MS,
  DIAL_WINDOW_MS,
  InProcessDeliveryLedger,
  InProcessDialGuard,
  InProcessScreenPopChannel,
} from '@elasticfunnels/switch-core';
import { FakeClock } from '@elasticfunnels/switch-core/testing';
import { describe, test } from 'vitest';
import { deliveryLedgerCases } from './delivery-ledger-cases.ts';
import { dialGuardCases } from './dial-guard-cases.ts';
import type { PortStage } from './port-case.ts';
import { screenPopChannelCases } from './screen-pop-channel-cases.ts';

// One process is one node: both sides of a stage are the same object.
function stageOf<Port, More>(make: (clock: FakeClock) => Port, more: More): () => Promise<PortStage<Port> & More> {
  return async () => {
    const clock = new FakeClock();
    const node = make(clock);
    return { node, otherNode: node, passMs: (ms) => clock.advance(ms), close: async () => {}, ...more };
  };
}

describe('the in-process delivery ledger', () => {
  const open = stageOf((clock) => new InProcessDeliveryLedger(clock), { claimMs: CLAIM_MS });
  for (const { name, run } of deliveryLedgerCases({ open })) test(name, run);
});

describe('the in-process screen-pop channel', () => {
  const entriesPerTopic = 20;
  const open = stageOf((clock) => new InProcessScreenPopChannel(clock, { entriesPerTopic }), { entriesPerTopic });
  for (const { name, run } of screenPopChannelCases({ open })) test(name, run);
});

describe('the in-process dial guard', () => {
  const open = stageOf((clock) => new InProcessDialGuard(clock), { windowMs: DIAL_WINDOW_MS });
  for (const { name, run } of dialGuardCases({ open })) test(name, run);
});
