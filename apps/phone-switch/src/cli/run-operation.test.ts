import { type CallId, definePlugin } from '@elasticfunnels/switch-core';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { OPERATION_COMMANDS } from '../operations/commands.ts';
import { captureTerminal } from '../testing/captured-terminal.ts';
import { runOperation } from './run-operation.ts';

const unused = (): Promise<never> => Promise.reject(new Error('not of interest'));

/** A switch that places calls, and does not close. */
const sore = definePlugin({
  id: 'sore',
  displayName: 'Sore',
  capabilities: [],
  config: z.strictObject({}),
  connect: () => ({
    connect: unused,
    makeCall: ({ agentExtension }) => Promise.resolve({ status: 'placed', call: { callId: 'sore-1' as CallId, agentExtension } }),
    hangupCall: unused,
    transferCall: unused,
    getCallRecordingUrl: unused,
    close: () => Promise.reject(new Error('stuck')),
  }),
});

test('a call that was placed is no failure because the switch does not close in order afterwards', async () => {
  const terminal = captureTerminal('/');
  const [call] = OPERATION_COMMANDS.filter(({ name }) => name === 'call');
  if (call === undefined) throw new Error('there is no call');
  const own = { agent: '1001', destination: '+15550001111' };
  const choice = { switchId: undefined, specifiers: [] };
  const exitCode = await runOperation(terminal, call, { plugin: sore, choice, common: {}, settings: {}, own });
  expect(terminal.out()).toContain('Call id: sore-1');
  expect({ exitCode, err: terminal.err() }).toEqual({ exitCode: 0, err: 'Warning: the switch did not close in order.\n' });
});
