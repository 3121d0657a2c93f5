import { FakeClock } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import type { AgentExtension, BrandId, CallId } from '../../call/ids.ts';
import type { ClaimResult } from '../screen-pop-ports.ts';
import type { ScreenPopEvent } from '../screen-pop-event.ts';
import { claimDelivery, listDeliveryKeys } from './claim-delivery.ts';
import { TookTooLong } from './within.ts';

const ACME = 'acme' as BrandId;
const EVENT: ScreenPopEvent = {
  event: 'call.ringing',
  callId: 'c1' as CallId,
  direction: 'inbound',
  occurredAt: new Date('2026-01-05T09:00:00Z'),
  attributes: {},
};

describe('a delivery is the same as another', () => {
  const share = (a: readonly string[], b: readonly string[]): boolean => a.some((key) => b.includes(key));
  test.each<[string, ScreenPopEvent, string | undefined, boolean]>([
    ['by its id, whatever else it says', { ...EVENT, callId: 'c2' as CallId, occurredAt: new Date(0) }, 'd1', true],
    ['by call, event and time, whatever its id', EVENT, 'd2', true],
    ['by the id of the event', { ...EVENT, eventId: 'e1', occurredAt: new Date(0) }, undefined, true],
    ['but not with another event', { ...EVENT, event: 'call.answered' }, 'd2', false],
    ['nor at another time', { ...EVENT, occurredAt: new Date(0) }, 'd2', false],
    ['nor for another agent', { ...EVENT, eventId: 'e1', agent: { extension: '1002' as AgentExtension } }, undefined, false],
    ["nor another call's event that has the same id", { ...EVENT, callId: 'c2' as CallId, eventId: 'e1' }, undefined, false],
  ])('%s', (_how, event, id, same) => {
    expect(share(listDeliveryKeys({ ...EVENT, eventId: 'e1' }, 'd1'), listDeliveryKeys(event, id))).toBe(same);
  });
});

describe('a claim', () => {
  const claimed = (onRelease = (): void => {}): ClaimResult => ({
    status: 'claimed',
    claim: { confirm: async () => {}, release: async () => onRelease() },
  });
  const ledgerOf = (answers: readonly (() => ClaimResult | Promise<ClaimResult>)[]) => {
    let asked = 0;
    const ledger = {
      claim: async () => {
        asked += 1;
        return (answers[Math.min(asked, answers.length) - 1] ?? claimed)();
      },
      close: async () => {},
    };
    return { ledger, asked: () => asked };
  };

  test('that another attempt holds is asked for again until it is free', async () => {
    const clock = new FakeClock();
    const held = (): ClaimResult => ({ status: 'held' });
    const { ledger, asked } = ledgerOf([held, held, held, () => ({ status: 'published' })]);
    const result = claimDelivery(ACME, ['k'], { ledger, clock, storeDeadlineMs: 1_000 });
    await clock.advance(50 + 75 + 100);
    expect(await result).toEqual({ status: 'published' });
    expect(asked()).toBe(4);
    expect(clock.pendingTimers).toBe(0);
  });

  test('is asked for no longer than two seconds', async () => {
    const clock = new FakeClock();
    const { ledger, asked } = ledgerOf([() => ({ status: 'held' })]);
    const result = claimDelivery(ACME, ['k'], { ledger, clock, storeDeadlineMs: 1_000 });
    await clock.advance(2_000);
    expect(await result).toEqual({ status: 'held' });
    expect(asked()).toBeGreaterThan(15);
    expect(clock.pendingTimers).toBe(0);
  });

  test('that comes when nobody waits for it any more is given back', async () => {
    const clock = new FakeClock();
    let released = false;
    const late = new Promise<ClaimResult>((resolve) => {
      clock.setTimer(5_000, () => resolve(claimed(() => (released = true))));
    });
    const { ledger } = ledgerOf([() => late]);
    const result = claimDelivery(ACME, ['k'], { ledger, clock, storeDeadlineMs: 1_000 }).catch((error: unknown) => error);
    await clock.advance(1_000);
    expect(await result).toBeInstanceOf(TookTooLong);
    await clock.advance(5_000);
    expect(released).toBe(true);
  });
});
