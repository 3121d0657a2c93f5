import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { faultCatalogue, type FaultName, isFaultName } from '../faults/fault-catalogue.ts';

/** A fault as the command line names it: `name[@function][:count]`. */
export interface FaultRequest {
  readonly name: FaultName;
  readonly function?: string;
  readonly times?: number;
}

/** The options of the command line, parsed but not yet resolved against the environment. */
export interface CommandLine {
  readonly port: number;
  readonly host: string;
  readonly user: string;
  readonly passEnv?: string;
  readonly source: string;
  readonly fault?: readonly FaultRequest[];
  readonly startCallUrl?: string;
  readonly inboundEvery?: number;
  readonly utcOffset: number;
}

const examples = `
Examples:
  $ vicidial-simulator
      a random password, printed with a configuration and curl lines to paste
  $ VICIDIAL_PASS=... vicidial-simulator --port 9000 --user crm --pass-env VICIDIAL_PASS
  $ vicidial-simulator --inbound-every 10 --start-call-url \\
      'http://127.0.0.1:3000/screen-pop?phone=--A--phone_number--B--&agent=--A--user--B--&call=--A--call_id--B--'
  $ vicidial-simulator --fault reset-after-dial:1 --fault http-500@agent_status

Faults (--fault name[@function][:count]):
${Object.entries(faultCatalogue)
  .map(([name, { summary }]) => `  ${name.padEnd(24)}${summary}`)
  .join('\n')}

Exit codes: 0 stopped, 1 could not start, 2 the command line is not usable.`;

/** Makes the command; parsing throws CommanderError instead of ending the process. */
export function createCommand(): Command {
  return new Command('vicidial-simulator')
    .description('A simulated ViciDial: the Agent API and the Non-Agent API, with agents, calls and recordings.')
    .option('--port <number>', 'port to listen on; 0 takes any free one', parsePort, 8_090)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--user <name>', 'the API user', 'apiuser')
    .option('--pass-env <variable>', 'environment variable that holds the password; else one is made up')
    .option('--source <name>', 'the source that the curl lines name; ViciDial takes any of two characters or more', 'sim')
    .option('--fault <fault>', 'switch a fault on: name[@function][:count]; repeatable', collectFault)
    .option('--start-call-url <template>', 'URL that is called for every call that is sent to an agent')
    .option('--inbound-every <seconds>', 'let a customer call in regularly', parseSeconds)
    .option('--utc-offset <hours>', "the server's local time, in whole hours east of Greenwich", parseOffset, ownOffset())
    .addHelpText('after', examples)
    .version(readVersion())
    .allowExcessArguments(false)
    .exitOverride();
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  return version;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a number from 0 to 65535.');
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && seconds <= 86_400) return seconds;
  throw new InvalidArgumentError('It is a number of seconds above 0.');
}

// Whole hours are what ViciDial's clock can be set to here; a half is cut off.
function ownOffset(): number {
  return Math.trunc(-new Date().getTimezoneOffset() / 60);
}

function parseOffset(text: string): number {
  const hours = Number(text);
  if (/^[-+]?\d{1,2}$/.test(text) && Math.abs(hours) <= 14) return hours;
  throw new InvalidArgumentError('It is a whole number of hours from -14 to 14.');
}

function collectFault(text: string, before: readonly FaultRequest[] = []): readonly FaultRequest[] {
  const match = /^([a-z0-9-]+)(?:@([a-z_]+))?(?::(\d{1,6}))?$/.exec(text);
  const [, name = '', apiFunction, count] = match ?? [];
  if (!isFaultName(name)) throw new InvalidArgumentError('No fault has this name; --help lists them.');
  if (count !== undefined && Number(count) === 0) throw new InvalidArgumentError('The count must be above 0.');
  const target = apiFunction === undefined ? {} : { function: apiFunction };
  return [...before, { name, ...target, ...(count === undefined ? {} : { times: Number(count) }) }];
}
