import { describe, expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import type { CallEvent } from '../five9/call-event.ts';
import { Five9Error } from '../five9/five9-error.ts';
import { Five9Simulator, type SimulatorOptions } from './five9-simulator.ts';

function setUp(options: SimulatorOptions = {}): { clock: ManualClock; simulator: Five9Simulator; events: string[] } {
  const clock = new ManualClock(Date.parse('2026-01-05T09:00:00Z'));
  const simulator = new Five9Simulator({ clock, ...options });
  const events: string[] = [];
  simulator.onCallEvent(({ event, callId }: CallEvent) => void events.push(`${event} ${callId.slice(-3)}`));
  return { clock, simulator, events };
}

const dial = { agentExtension: '1001', destination: '+15550001111' };

function stateOf(simulator: Five9Simulator, extension: string): string | undefined {
  return simulator.agents().find((agent) => agent.extension === extension)?.state;
}

describe('a call', () => {
  test('rings, is answered, ends, and is recorded, each at its time', async () => {
    const { clock, simulator, events } = setUp({ timings: { talkMs: 10_000 } });
    const { callId } = await simulator.dial(dial);
    expect(simulator.calls()).toMatchObject([{ state: 'ringing', startedAt: '2026-01-05T09:00:00.000Z' }]);
    await clock.advance(2_000);
    expect(simulator.calls()).toMatchObject([{ state: 'answered', answeredAt: '2026-01-05T09:00:02.000Z' }]);
    await clock.advance(10_000);
    expect(simulator.calls()).toMatchObject([{ state: 'ended', endedBy: 'customer', endedAt: '2026-01-05T09:00:12.000Z' }]);
    await clock.advance(2_999);
    expect(await simulator.findRecording(callId)).toMatchObject({ status: 'pending', retryAfterSeconds: 1 });
    await clock.advance(1);
    expect(await simulator.findRecording(callId)).toMatchObject({ status: 'available', durationSeconds: 2 });
    expect(events).toEqual(['call.ringing 271', 'call.answered 271', 'call.ended 271', 'recording.ready 271']);
  });

  test('that ends while it rings is never answered', async () => {
    const { clock, simulator, events } = setUp();
    const { callId } = await simulator.dial(dial);
    await simulator.disconnect(callId);
    await clock.advance(10_000);
    expect(events).toEqual(['call.ringing 271', 'call.ended 271', 'recording.ready 271']);
  });

  test('has an id of 15 digits that is not the next call’s', async () => {
    const { simulator } = setUp();
    const first = await simulator.dial(dial);
    const second = await simulator.dial({ ...dial, agentExtension: '1002' });
    expect(first.callId).toBe('300000000115271');
    expect(second.callId).toMatch(/^\d{15}$/);
    expect(second.callId).not.toBe(first.callId);
    expect(second.sessionId).not.toBe(first.sessionId);
  });

  test('copies given out do not change with the call, nor the call with them', async () => {
    const { clock, simulator } = setUp();
    await simulator.dial(dial);
    const before = simulator.calls();
    await clock.advance(2_000);
    expect(before[0]?.state).toBe('ringing');
  });
});

describe('wrap-up, the second step of ending a call', () => {
  test('ends by itself after its time', async () => {
    const { clock, simulator } = setUp({ timings: { wrapUpMs: 1_000 } });
    const { callId } = await simulator.dial(dial);
    expect(await simulator.disconnect(callId)).toEqual({ wrapUpRequired: true });
    expect(stateOf(simulator, '1001')).toBe('wrap-up');
    await clock.advance(1_000);
    expect(stateOf(simulator, '1001')).toBe('ready');
  });

  test('lasts until the agent disposes of the call, where the domain wants that', async () => {
    const { clock, simulator } = setUp({ timings: { wrapUpMs: 'until-disposed' } });
    const { callId } = await simulator.dial(dial);
    await simulator.disconnect(callId);
    await clock.advance(3_600_000);
    expect(stateOf(simulator, '1001')).toBe('wrap-up');
    simulator.disposeCall(callId);
    simulator.disposeCall(callId);
    expect(stateOf(simulator, '1001')).toBe('ready');
  });

  test('of one call is not ended by disposing of another', async () => {
    const { simulator } = setUp({ timings: { wrapUpMs: 'until-disposed' } });
    const first = await simulator.dial(dial);
    await simulator.disconnect(first.callId);
    simulator.disposeCall(first.callId);
    const second = await simulator.dial(dial);
    await simulator.disconnect(second.callId);
    simulator.disposeCall(first.callId);
    expect(stateOf(simulator, '1001')).toBe('wrap-up');
  });

  test('does not log an agent in again who logged out meanwhile', async () => {
    const { clock, simulator } = setUp();
    const { callId } = await simulator.dial(dial);
    simulator.setAgentState('1001', 'logged-out');
    await simulator.disconnect(callId);
    await clock.advance(60_000);
    expect(stateOf(simulator, '1001')).toBe('logged-out');
  });
});

describe('refusals have the shape of Five9', () => {
  test('a logged-out agent is a wrong session state: 435', async () => {
    const { simulator, clock } = setUp();
    const error: unknown = await simulator.dial({ ...dial, agentExtension: '1003' }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Five9Error);
    expect(error).toMatchObject({
      status: 435,
      five9ExceptionDetail: {
        timestamp: clock.now(),
        errorCode: expect.any(Number),
        message: 'Agent 1003 is logged out.',
        context: { contextCode: 'LOGIN', objectId: '1003' },
      },
    });
    expect(simulator.dials()).toEqual([]);
  });

  test.each(['12', '911', '1002', '+15550001111', '+44 20 7946 0123', '(555) 000-1111', '030/901820'])(
    '%s can be dialled',
    async (destination) => {
      const { simulator } = setUp();
      await simulator.dial({ ...dial, destination });
      expect(simulator.dials()).toMatchObject([{ destination }]);
    },
  );

  test.each(['1', '+', 'abc', '1-800-FLOWERS', '+1555000111122223', '٠١٢٣', 'sip:1001@example.com', '++1555'])(
    '%s cannot',
    async (destination) => {
      const { simulator } = setUp();
      await expect(simulator.dial({ ...dial, destination })).rejects.toMatchObject({
        five9ExceptionDetail: { context: { contextCode: 'NUMBER_INVALID' } },
      });
    },
  );
});

describe('an inbound call', () => {
  test('goes to the first ready agent who is eligible, then to the queue', () => {
    const agents = [
      { extension: '1', state: 'not-ready' },
      { extension: '2', state: 'ready', campaigns: ['sales'] },
      { extension: '3', state: 'ready', campaigns: ['support'] },
    ] as const;
    const { simulator } = setUp({ directory: { agents } });
    const inbound = { from: '+15557654321', campaign: 'support' };
    expect(simulator.simulateInboundCall(inbound).call.agentExtension).toBe('3');
    expect(simulator.simulateInboundCall(inbound).call).not.toHaveProperty('agentExtension');
  });

  test('rings the agent who is named, who must be ready, and is not a dial', () => {
    const { simulator } = setUp();
    const { call } = simulator.simulateInboundCall({ from: '+15557654321', agentExtension: '1002' });
    expect(call).toMatchObject({ direction: 'inbound', agentExtension: '1002', customerNumber: '+15557654321' });
    expect(() => simulator.simulateInboundCall({ from: '1', agentExtension: '1002' })).toThrow('Agent 1002 is on a call.');
    expect(simulator.dials()).toEqual([]);
  });

  test('waits in the queue until somebody hangs up', async () => {
    const { clock, simulator } = setUp();
    const { call } = simulator.simulateInboundCall({ from: '+15557654321', agentExtension: null });
    await clock.advance(60_000);
    expect(simulator.calls()).toMatchObject([{ state: 'ringing' }]);
    simulator.customerHangsUp(call.callId);
    expect(simulator.calls()).toMatchObject([{ state: 'ended', wrapUp: false }]);
  });
});

test('a listener that fails silences no other', async () => {
  const { simulator, events } = setUp();
  simulator.onCallEvent(() => {
    throw new Error('listener');
  });
  const { announced } = simulator.simulateInboundCall({ from: '+15557654321' });
  await announced;
  expect(events).toHaveLength(1);
});

test('closing stops every timer', async () => {
  const { clock, simulator } = setUp();
  await simulator.dial(dial);
  await simulator.close();
  expect(clock.pending).toBe(0);
});
