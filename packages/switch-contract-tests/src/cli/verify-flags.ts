import type { Command } from 'commander';
import { type ContractLevel, LEVELS } from '../catalogue/levels.ts';
import type { TargetFlags } from './read-target.ts';
import { addScreenPopFlags, type ScreenPopFlags } from './screen-pop-flags.ts';

/** Every flag of `verify`, as commander gives it. */
export interface VerifyFlags extends TargetFlags, ScreenPopFlags {
  readonly agent?: string;
  readonly destination?: string;
  readonly transferTo?: string;
  readonly campaign?: string;
  readonly skill?: string;
  readonly allowRealDial?: boolean;
  readonly activeCallId?: readonly string[];
  readonly recordedCallId?: string;
  readonly wrapUp?: string;
  readonly recordingWait?: string;
  readonly statesUrl?: string;
  readonly statesTokenEnv?: string;
  readonly webhookSecretEnv?: string;
  readonly webhookWait?: string;
  readonly level: string;
  readonly only?: string;
  /** `--no-destructive` makes it false. */
  readonly destructive: boolean;
  readonly strict?: boolean;
  readonly report?: string;
  readonly json?: boolean;
}

/** Gathers a flag that may be given several times. */
export const collect = (value: string, earlier: readonly string[] | undefined): readonly string[] => [...(earlier ?? []), value];

/** Adds the flags that say which middleware is meant. */
export function addTargetFlags(command: Command): Command {
  return command
    .option('--base-url <url>', 'where the middleware is; a path prefix survives')
    .option('--api-key-env <variable>', 'the environment variable with the Bearer key')
    .option('--username <name>', 'Basic instead of Bearer')
    .option('--password-env <variable>', 'the environment variable with the Basic password')
    .option('--paths <list>', 'other paths: connect=/health,makeCall=/v2/dial')
    .option('--config <file>', 'JSON with the fields of the settings form: URL, credentials, paths')
    .option('--ca <file>', 'PEM certificates to trust beside the system’s own')
    .option('--timeout <ms>', 'how long one answer may take (default: 10000)');
}

/** Adds the flags of `verify`. */
export function addVerifyFlags(command: Command): Command {
  const described = addTargetFlags(command)
    .option('--agent <extension>', 'an agent who is logged in and ready')
    .option('--destination <number>', 'the number that is called; it rings, unless it belongs to nobody')
    .option('--transfer-to <extension>', 'an agent who can take a transferred call')
    .option('--campaign <name>', 'a campaign that the agent may dial for (default: outbound-sales)')
    .option('--skill <id>', 'a skill that the agent has (default: 501)')
    .option('--allow-real-dial', 'the destination may be a real number: it is your own test phone')
    .option('--active-call-id <id>', 'a call that is under way; may be given several times', collect)
    .option('--recorded-call-id <id>', 'a call whose recording can be played')
    .option('--wrap-up <ms>', 'how long the agent needs after a call (default: 2000, where the hangup asks for wrap-up)')
    .option('--recording-wait <ms>', 'how long a recording may take to be ready (default: 60000)')
    .option('--states-url <url>', 'your endpoint that brings provider states about')
    .option('--states-token-env <variable>', 'the environment variable with its Bearer token')
    .option('--webhook-secret-env <variable>', 'the environment variable with the secret of the screen pops, for --listen')
    .option('--webhook-wait <seconds>', 'how long a call may take to be announced (default: 120)');
  return addRunFlags(addScreenPopFlags(described))
    .option('--only <pattern>', 'only checks whose id, operation or title matches')
    .option('--no-destructive', 'only what cannot place, end or move a call: safe against production');
}

/** Adds the flags that every kind of verification has. */
export function addRunFlags(command: Command, level: ContractLevel = 'standard'): Command {
  return command
    .option('--level <level>', `${LEVELS.join(', ')}: Bronze, Silver, Gold`, level)
    .option('--strict', 'what could not be verified is a failure')
    .option('--report <list>', 'junit=FILE,json=FILE,html=FILE,md=FILE,statement=FILE,badge=FILE')
    .option('--json', 'the report as one JSON object on stdout, and the progress on stderr');
}
