import { type MakeCallResult, maskNumber, parseAgentExtension, type TransferKind } from '@elasticfunnels/switch-core';
import { quote } from '../cli/command-to-paste.ts';
import { parseDuration } from '../cli/duration.ts';
import { UsageError } from '../cli/usage-error.ts';
import { describeFound, find } from './find-command.ts';
import { CALL_FLAGS, type OperationCommand, type OperationContext, readCall } from './operation-command.ts';
import { recording } from './recording-command.ts';
import { waitForCall } from './wait-for-call.ts';

const connect: OperationCommand = {
  name: 'connect',
  operation: 'connect',
  summary: 'prove that the switch can be reached and the credentials are good',
  flags: [],
  examples: ['phone-switch connect --config five9.json'],
  run: async (phone, _flags, { options, paste }) => {
    const result = await phone.connect(options);
    if (result.status === 'verified') return { result, lines: [`✓ Connected, credentials verified, in ${result.latencyMs} ms.`] };
    return {
      result,
      lines: [
        `! Reachable in ${result.latencyMs} ms, but ${result.reason}.`,
        `  Next: ${paste('doctor')}, or place a test call to be sure.`,
      ],
    };
  },
};

const call: OperationCommand = {
  name: 'call',
  operation: 'makeCall',
  summary: 'have an agent call a destination',
  flags: [
    { flags: '--agent <extension>', description: 'who places the call', required: true },
    { flags: '--destination <number>', description: 'whom to call; sent as it is given', required: true },
    { flags: '--campaign <name>', description: "instead of the config's campaign" },
    { flags: '--skill <id>', description: "instead of the config's skill" },
    { flags: '--idempotency-key <key>', description: 'the same key again when you repeat the same intent' },
    {
      flags: '--wait-for-call <duration>',
      description: 'if the switch only takes the dial, wait this long for its call id, e.g. 5s',
    },
  ],
  examples: [
    'phone-switch call --config five9.json --agent 1001 --destination +15550001111',
    'phone-switch call --switch vicidial --config vicidial.json --agent 1001 --destination +15550001111 --wait-for-call 5s',
  ],
  run: async (phone, { agent, destination, campaign, skill, idempotencyKey, waitForCall: waited }, { options, paste }) => {
    const deadlineMs = waited === undefined ? undefined : parseDuration(waited);
    const request = {
      agentExtension: parseAgentExtension(agent ?? ''),
      destination: destination ?? '',
      ...(campaign === undefined ? {} : { campaignName: campaign }),
      ...(skill === undefined ? {} : { skillId: skill }),
    };
    const result = await phone.makeCall(request, { ...options, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) });
    const lines = describeDial(result, destination ?? '', paste);
    if (result.status === 'placed') return { result, lines };
    if (waited === undefined || deadlineMs === undefined) {
      return { result, lines: [...lines, `  Next: ${paste(`find --reference ${quote(result.reference)}`)}`] };
    }
    const found = await waitForCall(phone, { reference: result.reference, waited, deadlineMs, options });
    if (found === undefined) return { result, lines: [...lines, '  This switch cannot tell which call it becomes.'] };
    return { result: { ...result, call: found }, lines: [...lines, ...describeFound(found, paste)] };
  },
};

function describeDial(result: MakeCallResult, destination: string, paste: OperationContext['paste']): readonly string[] {
  const again = result.replayed === true ? ' (an earlier identical dial; nothing rang again)' : '';
  if (result.status === 'accepted') {
    return [
      `✓ The switch took the dial to ${maskNumber(destination)}${again}; its call id comes later.`,
      `  Reference: ${result.reference}`,
    ];
  }
  const { callId } = result.call;
  return [
    `✓ Calling ${maskNumber(destination)}${again}.`,
    `  Call id: ${callId}`,
    `  Next: ${paste(`hangup --call-id ${quote(callId)}`)}`,
  ];
}

const hangup: OperationCommand = {
  name: 'hangup',
  operation: 'hangupCall',
  summary: 'end a call',
  flags: CALL_FLAGS,
  examples: ['phone-switch hangup --config five9.json --call-id 300000000115271'],
  run: async (phone, flags, { options }) => {
    const result = await phone.hangupCall(readCall(flags), options);
    const wrapUp = result.wrapUpRequired === true ? ['  The agent is in wrap-up until the call has a disposition.'] : [];
    return { result, lines: [result.status === 'ended' ? '✓ The call is ended.' : '✓ The call had ended already.', ...wrapUp] };
  },
};

const transfer: OperationCommand = {
  name: 'transfer',
  operation: 'transferCall',
  summary: 'hand a call to another extension',
  flags: [
    ...CALL_FLAGS,
    { flags: '--to <extension>', description: 'who gets the call', required: true },
    { flags: '--kind <kind>', description: 'blind or attended; unstated, the switch decides' },
  ],
  examples: [
    'phone-switch transfer --config five9.json --call-id 300000000115271 --to 1002',
    'phone-switch transfer --config five9.json --call-id 300000000115271 --to 1002 --kind attended',
  ],
  run: async (phone, flags, { options }) => {
    const { to = '' } = flags;
    const kind = readKind(flags['kind']);
    const request = { call: readCall(flags), targetExtension: to, ...(kind === undefined ? {} : { kind }) };
    const result = await phone.transferCall(request, options);
    return { result, lines: [`✓ The call went to ${to}${kind === undefined ? '' : ` (${kind})`}.`] };
  },
};

function readKind(text: string | undefined): TransferKind | undefined {
  if (text === undefined || text === 'blind' || text === 'attended') return text;
  throw new UsageError('--kind is blind or attended.');
}

/** The operations, as the command line offers them. */
export const OPERATION_COMMANDS: readonly OperationCommand[] = [connect, call, find, hangup, transfer, recording];
