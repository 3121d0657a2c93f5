import type { Command } from 'commander';
import type { OperationFlags } from '../operations/operation-command.ts';
import type { CommonFlags } from '../cli/run-operation.ts';

/** The flags of the doctor. */
export interface DoctorFlags extends CommonFlags {
  readonly webhookUrl?: string;
  readonly webhookSecretEnv?: string;
  readonly recordingOf?: string;
  readonly dialTest?: string;
  readonly agent?: string;
}

const AFTER = `
Sends nothing that has an effect on the switch: it asks, and it names calls that cannot exist. Only --dial-test dials.
Exit codes: 0 nothing is broken (there may be warnings), 1 something is, settings too, or the time was up; 2 usage; 130, 143 or
129 ended by Ctrl-C, SIGTERM or SIGHUP.

Examples:
  $ phone-switch doctor --config five9.json
  $ phone-switch doctor --config five9.json --webhook-url https://platform.example/hooks/acme --webhook-secret-env HOOK_SECRET
  $ phone-switch doctor --config five9.json --recording-of 300000000115271
  $ phone-switch doctor --config five9.json --dial-test +15550001111 --agent 1001
`;

/** Adds the doctor's own flags; those that every command has are there already. */
export function addDoctorFlags(command: Command): Command {
  return command
    .option('--webhook-url <url>', 'also look at the webhook that takes screen pops; no pop is caused')
    .option('--webhook-secret-env <name>', 'the variable with the webhook’s secret (whsec_...): try whether it is taken')
    .option('--recording-of <call-id>', 'also look for the recording of this call')
    .option('--dial-test <number>', 'place a call to this number, which really rings, and end it again')
    .option('--agent <extension>', 'with --dial-test: who places the call; with --recording-of: whose call it was')
    .addHelpText('after', AFTER);
}

/** What the program calls when the doctor is chosen. */
export type DoctorAction = (flags: DoctorFlags, settings: OperationFlags) => Promise<void>;
