import type { CallOptions, CallReference, PhoneSwitch } from '@elasticfunnels/switch-core';
import { parseAgentExtension, parseCallId } from '@elasticfunnels/switch-core';

/** What an operation's own flags were set to, by commander's name for each. */
export type OperationFlags = Readonly<Record<string, string | undefined>>;

/** What an operation came to, for a machine and for a person. */
export interface OperationReport {
  readonly result: object;
  readonly lines: readonly string[];
}

/** How an operation is bounded, and how it tells of progress: diagnostics, so never on stdout. */
export interface OperationContext {
  readonly options: CallOptions & { readonly signal: AbortSignal };
  readonly tell: (line: string) => void;
  /** A command that is suggested, as it works when it is pasted. */
  readonly paste: (words: string) => string;
}

/** A flag of an operation. */
export interface OperationFlag {
  readonly flags: string;
  readonly description: string;
  readonly required?: true;
}

/** One operation as a command of the command line. */
export interface OperationCommand {
  readonly name: string;
  readonly operation: string;
  readonly summary: string;
  readonly flags: readonly OperationFlag[];
  readonly examples: readonly string[];
  readonly run: (phone: PhoneSwitch, flags: OperationFlags, context: OperationContext) => Promise<OperationReport>;
}

/** The flags by which a call is named. */
export const CALL_FLAGS: readonly OperationFlag[] = [
  { flags: '--call-id <id>', description: 'the call id that `call` printed or a screen pop announced', required: true },
  { flags: '--agent <extension>', description: 'the agent on the call, for switches that control calls by agent' },
];

/** The call that the flags name. @throws SwitchError `ARGUMENT_INVALID` */
export function readCall({ callId, agent }: OperationFlags): CallReference {
  return {
    callId: parseCallId(callId ?? ''),
    ...(agent === undefined ? {} : { agentExtension: parseAgentExtension(agent) }),
  };
}
