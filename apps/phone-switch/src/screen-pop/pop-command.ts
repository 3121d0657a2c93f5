import { type Command, Option } from 'commander';
import type { NetworkFlags } from '../cli/network.ts';
import { POP_FAULTS, type PopFault } from './pop-plan.ts';

/** The flags of `pop`. */
export interface PopFlags extends NetworkFlags {
  readonly to: string;
  readonly secretEnv: string;
  readonly fault?: PopFault;
  readonly from: string;
  readonly agent: string;
  readonly event: PopEventName;
  readonly direction: 'inbound' | 'outbound';
  readonly callId?: string;
  readonly deadline?: string;
  readonly json?: boolean;
}

/** What happened to the call, in the message's words. */
export type PopEventName = 'call.ringing' | 'call.answered' | 'call.ended' | 'recording.ready';

const AFTER = `
Faults, and what a receiver should make of each:
${Object.entries(POP_FAULTS)
  .map(([name, { summary }]) => `  ${name.padEnd(16)}${summary}`)
  .join('\n')}

Exit codes: 0 the answer is the one to be expected, for a fault too; 1 it is another, or none came; 2 usage.
✓ is an answer of this framework’s receiver; ! fits as well, but another may have given it: only the screen tells.

Examples:
  $ phone-switch pop --to http://127.0.0.1:4100/screen-pop --secret-env POP_SECRET
  $ phone-switch pop --to https://platform.example/screen-pops/acme --secret-env POP_SECRET --from +12025550123 --agent 1001
  $ phone-switch pop --to http://127.0.0.1:4100/screen-pop --secret-env POP_SECRET --fault bad-signature
  $ phone-switch pop --to http://127.0.0.1:4100/screen-pop --secret-env POP_SECRET --from anonymous
`;

/** Adds the flags of `pop`. */
export function addPopFlags(command: Command): Command {
  return command
    .requiredOption('--to <url>', 'the webhook that takes screen pops')
    .requiredOption('--secret-env <variable>', 'the variable with the signing secret (whsec_...)')
    .addOption(new Option('--fault <fault>', 'send one that is wrong on purpose').choices(Object.keys(POP_FAULTS)))
    .option('--from <number>', "the customer's number: who calls or, with --direction outbound, who is called", '+12025550123')
    .option('--agent <extension>', 'whose screen it is for', '1001')
    .addOption(
      new Option('--event <event>', 'what happened to the call')
        .choices(['call.ringing', 'call.answered', 'call.ended', 'recording.ready'])
        .default('call.ringing'),
    )
    .addOption(
      new Option('--direction <direction>', 'which way the call goes').choices(['inbound', 'outbound']).default('inbound'),
    )
    .option('--call-id <id>', 'the id of the call; one is made up without')
    .option('--deadline <duration>', 'how long an answer may take, e.g. 10s', '10s')
    .option('--json', 'one JSON object on stdout')
    .option('--allow-address <cidr>', 'also connect to this private network, e.g. 10.0.0.0/8', (value, earlier) => [
      ...((earlier as readonly string[] | undefined) ?? []),
      value,
    ])
    .option('--ca <file>', 'PEM certificates to trust beside the system’s own')
    .addHelpText('after', AFTER);
}

/** What the program calls when `pop` is chosen. */
export type PopAction = (flags: PopFlags) => Promise<void>;
