import { beforeEach, expect, test, vi } from 'vitest';
import type { ConsumerCase } from './consumer-case.test.fixture.ts';
import { dial } from './operations.test.fixture.ts';
import { listCases } from './pact-cases.test.fixture.ts';
import { recordInteraction } from './record-interaction.test.fixture.ts';
import { temporaryDirectory } from './temporary-directory.test.fixture.ts';

beforeEach(() => {
  // Pact tells at length what we wanted to see.
  vi.spyOn(console, 'log').mockReturnValue();
});

// A test that cannot fail proves nothing: so here the driver is made to differ from its contract.
test.each<[what: string, id: string, change: Partial<ConsumerCase>, message: RegExp]>([
  ['leaves out a field', 'M3', { perform: dial() }, /OUTCOME_UNKNOWN/],
  ['sends a field more', 'M1', { perform: dial({ campaignName: 'outbound-sales' }) }, /campaign_name/],
  ['sends another value', 'M6', { perform: dial({ destination: 'nowhere' }) }, /nowhere/],
  ['makes something else of the answer', 'C1', { outcome: { status: 'reachable' } }, /reachable/],
  ['takes a refusal for a success', 'M5', { outcome: { status: 'placed' } }, /placed/],
])('a driver that %s fails the consumer test', async (_what, id, change, message) => {
  await using directory = await temporaryDirectory();
  const found = listCases('core').find(({ interaction }) => interaction.id === id);
  if (found === undefined) return expect.unreachable(id);
  const { interaction, each } = found;
  const setup = { scheme: 'bearer', directory: directory.path } as const;
  await expect(recordInteraction(interaction, { ...each, ...change }, setup)).rejects.toThrow(message);
});
