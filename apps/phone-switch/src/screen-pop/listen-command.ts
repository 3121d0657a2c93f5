import type { Command } from 'commander';
import type { OperationFlags } from '../operations/operation-command.ts';

/** The flags of `listen`. */
export interface ListenFlags {
  readonly config?: string;
  readonly port: string;
  readonly host: string;
  readonly screenPop?: string;
  readonly secretEnv?: string;
  readonly sharedSecretEnv?: string;
  readonly sharedSecretHeader?: string;
  readonly sharedSecretParameter?: string;
  readonly region?: string;
  readonly customers?: string;
  readonly mask?: boolean;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

const AFTER = `
Customers are looked up in the file alone: JSON, [{ "id": "c-1", "name": "Ann Example", "numbers": ["(202) 555-0123"] }],
or CSV with the columns id, name and numbers (several with ; between). Other columns are shown beside the name.
Ctrl-C ends it, with a summary; SIGTERM and SIGHUP do too. Exit codes: 0 ended, 2 usage or configuration.

Examples:
  $ phone-switch listen --config five9.json
  $ phone-switch listen --config five9.json --secret-env POP_SECRET --region US --customers customers.csv
  $ phone-switch listen --config five9.json --host 0.0.0.0 --port 8080 --shared-secret-env POP_TOKEN --shared-secret-header x-pop-token
  $ phone-switch listen --switch vicidial --config vicidial.json --shared-secret-env POP_TOKEN --shared-secret-parameter token
  $ phone-switch listen --config five9.json --json | jq 'select(.type == "delivery")'
`;

/** Adds the flags of `listen`; which switch and its settings come from elsewhere. */
export function addListenFlags(command: Command): Command {
  return command
    .option('--config <file>', 'JSON file with the fields of the settings form, and perhaps with screenPop')
    .option('--port <port>', 'where to listen; 0 for any free port', '4100')
    .option('--host <address>', 'on which address; 0.0.0.0 for all of this machine', '127.0.0.1')
    .option('--screen-pop <file>', 'JSON file with the screen-pop settings (signing_secrets, default_region, field_map, ...)')
    .option('--secret-env <variable>', 'the variable with the signing secret (whsec_...); one is made up without any')
    .option('--shared-secret-env <variable>', 'instead: the variable with a shared secret, for telephony that cannot sign')
    .option('--shared-secret-header <name>', 'which header brings it; a Bearer token in authorization unless told')
    .option('--shared-secret-parameter <name>', 'which query parameter may bring it; the weakest place')
    .option('--region <country>', 'of which country a number without a country code is, e.g. US')
    .option('--customers <file>', 'JSON or CSV file with the customers to look for')
    .option('--mask', 'show numbers masked')
    .option('--json', 'one JSON object a line on stdout')
    .option('--verbose', "the receiver's own log on stderr")
    .addHelpText('after', AFTER);
}

/** What the program calls when `listen` is chosen. */
export type ListenAction = (flags: ListenFlags, settings: OperationFlags) => Promise<void>;
