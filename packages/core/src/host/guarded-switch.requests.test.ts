import { RecordingLogger } from '@elasticfunnels/switch-core/testing';
import { describe, expect, test } from 'vitest';
import type { AgentExtension, CallId } from '../call/ids.ts';
import { SwitchError } from '../errors/switch-error.ts';
import type { MakeCallRequest, TransferCallRequest } from '../switch/requests.ts';
import { guard, TRANSFER } from './guarded.test.fixture.ts';
import { CALL, DIAL, PLACED, rejectionOf, switchErrorOf } from './vendor.test.fixture.ts';

const OTHER = '+15559999999';

/** A request as a screen may hold it: fields that its class gives, and state of its own. */
class DialForm {
  readonly isDirty = true;
  reads = 0;
  get agentExtension(): AgentExtension {
    return DIAL.agentExtension;
  }
  // Another number each time that it is asked.
  get destination(): string {
    this.reads += 1;
    return this.reads === 1 ? DIAL.destination : OTHER;
  }
}

describe('what was asked for is what was asked for, whatever becomes of the object that said so', () => {
  test('a driver that changes the request has not changed what the same dial is', async () => {
    const rung: string[] = [];
    const { phone } = guard({
      makeCall: async (request) => {
        Object.assign(request, { destination: `9${request.destination}` });
        rung.push(request.destination);
        throw new Error('socket hang up');
      },
    });
    const form = { ...DIAL };
    for (const _ of [1, 2]) expect(await switchErrorOf(phone.makeCall(form))).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(form).toEqual(DIAL);
    expect(rung).toEqual([]);
  });

  test('a form that is filled in anew while its dial waits: the number that was asked for is rung, and the new one by itself', async () => {
    const rung: string[] = [];
    const first = Promise.withResolvers<never>();
    const { phone } = guard({
      makeCall: async ({ destination }) => {
        rung.push(destination);
        return rung.length === 1 ? first.promise : PLACED;
      },
    });
    const form = { ...DIAL };
    const ends = [rejectionOf(phone.makeCall(DIAL)), phone.makeCall(form)];
    form.destination = OTHER;
    first.reject(new SwitchError('ABORTED', {}, { effect: 'none' }));
    await Promise.all(ends);
    expect(rung).toEqual([DIAL.destination, DIAL.destination]);
    expect(await phone.makeCall(form)).toEqual(PLACED);
    expect(rung).toEqual([DIAL.destination, DIAL.destination, OTHER]);
  });

  test('and is what the log tells', async () => {
    const logger = new RecordingLogger();
    const dial = Promise.withResolvers<typeof PLACED>();
    const { phone } = guard({ makeCall: () => dial.promise }, { logger });
    const form = { ...DIAL };
    const both = [phone.makeCall(DIAL), phone.makeCall(form)];
    form.destination = OTHER;
    dial.resolve(PLACED);
    await Promise.all(both);
    expect(logger.at('warn')).toMatchObject([{ fields: { destination: '+1•••••4567' } }]);
  });

  test("a form's getters are read once, and nothing but the fields of the interface goes to the driver", async () => {
    const asked: MakeCallRequest[] = [];
    const { phone } = guard({
      makeCall: async (request) => {
        asked.push(request);
        return PLACED;
      },
    });
    const form = new DialForm();
    await phone.makeCall(form);
    expect(asked.map((request) => ({ ...request }))).toEqual([DIAL]);
    expect(form.reads).toBe(1);
    expect(await phone.makeCall({ ...DIAL, campaignName: 'Spring', skillId: '7' })).toMatchObject({ replayed: true });
    await phone.makeCall({ ...DIAL, destination: OTHER, campaignName: 'Spring', skillId: '7' });
    expect(asked[1]).toEqual({ ...DIAL, destination: OTHER, campaignName: 'Spring', skillId: '7' });
  });

  test('the call that is hung up is the one whose number may ring again', async () => {
    let rings = 0;
    const ending = Promise.withResolvers<{ readonly status: 'ended' }>();
    const { phone } = guard({
      makeCall: async () => {
        rings += 1;
        return PLACED;
      },
      hangupCall: () => ending.promise,
    });
    await phone.makeCall(DIAL);
    const call: { callId: CallId } = { ...CALL };
    const hangup = phone.hangupCall(call);
    call.callId = 'another' as CallId;
    ending.resolve({ status: 'ended' });
    await hangup;
    expect(await phone.makeCall(DIAL)).toEqual(PLACED);
    expect(rings).toBe(2);
  });

  test("a transfer goes on with the call's other ids, and not with the caller's object", async () => {
    const seen: TransferCallRequest[] = [];
    const { phone } = guard({
      transferCall: async (request) => {
        seen.push(request);
        return { status: 'transferred' };
      },
    });
    const request: TransferCallRequest = {
      ...TRANSFER,
      call: { ...CALL, agentExtension: DIAL.agentExtension, aliases: { session: 's-1' } },
    };
    await phone.transferCall(request);
    expect(seen).toEqual([request]);
    expect([seen[0] === request, seen[0]?.call === request.call, seen[0]?.call.aliases === request.call.aliases]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

test.each([null, undefined, 'a text', 7, [DIAL]])('a request that is %j is refused, and nothing is sent', async (request) => {
  const { phone } = guard({ makeCall: () => Promise.reject(new Error('asked')) });
  const dialled: Promise<unknown> = Reflect.apply(phone.makeCall, phone, [request]);
  expect(await switchErrorOf(dialled)).toMatchObject({ code: 'ARGUMENT_INVALID', effect: 'none' });
  const hungUp: Promise<unknown> = Reflect.apply(phone.hangupCall, phone, [request]);
  expect(await switchErrorOf(hungUp)).toMatchObject({ code: 'ARGUMENT_INVALID', effect: 'none' });
});

test('a request whose fields cannot be read is refused, and nothing is in doubt', async () => {
  const { phone } = guard({ makeCall: () => Promise.reject(new Error('asked')) });
  const bug = new TypeError('the row is gone');
  const request = {
    ...DIAL,
    get destination(): string {
      throw bug;
    },
  };
  expect(await switchErrorOf(phone.makeCall(request))).toMatchObject({
    code: 'ARGUMENT_INVALID',
    effect: 'none',
    cause: bug,
    details: { issues: [{ message: 'could not be read' }] },
  });
});
