import { RecordingLogger } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import type { MakeCallResult } from '../call/results.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Capability } from '../switch/capabilities.ts';
import type { OperationsWith } from '../switch/phone-switch.ts';
import type { GuardedSwitch } from './guarded-switch.ts';
import { guard } from './guarded.test.fixture.ts';
import { CALL, DIAL, PLACED, switchErrorOf } from './vendor.test.fixture.ts';

/** A switch that counts how often it rings. */
function ringing(
  overrides: Partial<OperationsWith<Capability>> = {},
  { result = PLACED, logger }: { readonly result?: MakeCallResult; readonly logger?: Logger } = {},
): { readonly phone: GuardedSwitch; readonly rings: () => number } {
  let rings = 0;
  const makeCall = async (): Promise<MakeCallResult> => {
    rings += 1;
    return result;
  };
  return { phone: guard({ makeCall, ...overrides }, logger && { logger }).phone, rings: () => rings };
}

test('a dial that rang nobody is told as a warning; one that rang is not', async () => {
  const logger = new RecordingLogger();
  const { phone } = ringing({}, { logger });
  await phone.makeCall(DIAL);
  expect(logger.at('warn')).toEqual([]);
  await phone.makeCall(DIAL);
  expect(logger.at('warn')).toMatchObject([
    { message: expect.stringMatching(/nothing rang again/), fields: { brand: 'acme', agentExtension: '1001' } },
  ]);
});

describe('an identical dial rings again at once', () => {
  const ACCEPTED: MakeCallResult = { status: 'accepted', reference: 'request-1' };

  test('when the call was hung up that an accepted dial was found to have become', async () => {
    const { phone, rings } = ringing({}, { result: ACCEPTED });
    await phone.makeCall(DIAL);
    expect(await phone.findCall('request-1')).toEqual(CALL);
    await phone.hangupCall(CALL);
    expect(await phone.makeCall(DIAL)).toEqual(ACCEPTED);
    expect(rings()).toBe(2);
  });

  test('but not when it has become no call yet', async () => {
    const { phone, rings } = ringing({ findCall: async () => undefined }, { result: ACCEPTED });
    await phone.makeCall(DIAL);
    expect(await phone.findCall('request-1')).toBeUndefined();
    await phone.hangupCall(CALL);
    expect(await phone.makeCall(DIAL)).toEqual({ ...ACCEPTED, replayed: true });
    expect(rings()).toBe(1);
  });

  test('nor when the driver cannot say what hanging up came to: the call may go on', async () => {
    const { phone, rings } = ringing({ hangupCall: async () => JSON.parse('{"status":"maybe"}') });
    await phone.makeCall(DIAL);
    expect(await switchErrorOf(phone.hangupCall(CALL))).toMatchObject({ code: 'INTERNAL', effect: 'unknown' });
    expect(await phone.makeCall(DIAL)).toMatchObject({ replayed: true });
    expect(rings()).toBe(1);
  });
});
