import { inspect } from 'node:util';
import {
  type CallOptions,
  type CallReference,
  type PhoneSwitch,
  parseAgentExtension,
  parseCallId,
  SwitchError,
} from '@elasticfunnels/switch-core';
import type { MatrixOperation } from './matrix-case.ts';
import type { Ended } from './observation.ts';

/** Whom every dial of the matrix would ring: its digits are nobody's to show. */
export const DIALLED = '+15551239876';

const AGENT = parseAgentExtension('1001');
const CALL: CallReference = { callId: parseCallId('300000000000077'), agentExtension: AGENT };

type OperationResult = { readonly status: string; readonly call?: CallReference; readonly url?: URL };

/** Asks a switch for one operation, with arguments that nothing is wrong with. */
export function callOperation(phone: PhoneSwitch, operation: MatrixOperation, options: CallOptions): Promise<OperationResult> {
  switch (operation) {
    case 'connect':
      return phone.connect(options);
    case 'makeCall':
      return phone.makeCall({ agentExtension: AGENT, destination: DIALLED }, options);
    case 'hangupCall':
      return phone.hangupCall(CALL, options);
    case 'transferCall':
      return phone.transferCall({ call: CALL, targetExtension: '1002' }, options);
    case 'getCallRecordingUrl':
      return phone.getCallRecordingUrl(CALL, options);
  }
}

/** How some work ends within a time, in milliseconds; it never throws. */
export async function settle(work: () => Promise<OperationResult>, withinMs: number): Promise<Ended> {
  let timer: NodeJS.Timeout | undefined;
  const never = new Promise<Ended>((resolve) => {
    timer = setTimeout(() => resolve({ ends: 'never' }), withinMs);
  });
  try {
    return await Promise.race([never, work().then(describeResult, describeFailure)]);
  } finally {
    clearTimeout(timer);
  }
}

function describeResult({ status, call, url }: OperationResult): Ended {
  return { ends: 'result', status, named: call?.callId ?? url?.href };
}

function describeFailure(thrown: unknown): Ended {
  const shown = showAll(thrown);
  if (!SwitchError.is(thrown)) return { ends: 'stranger', shown };
  const { code, effect, retryable, message, hint } = thrown;
  const reason = SwitchError.has(thrown, 'OUTCOME_UNKNOWN') ? thrown.details.reason : undefined;
  return { ends: 'error', code, effect, retryable, reason, message, hint, shown };
}

function showAll(thrown: unknown): string {
  const stack = thrown instanceof Error ? String(thrown.stack) : '';
  return [JSON.stringify(thrown), inspect(thrown, { depth: 10, showHidden: true, breakLength: Infinity }), stack].join('\n');
}
