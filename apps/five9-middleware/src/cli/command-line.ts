import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { isOperationName, type OperationName, operationNames } from '../contract/operation.ts';
import { faultCatalogue, type FaultName, type FaultTarget, isFaultName } from '../faults/fault-catalogue.ts';

/** A fault as the command line names it: `name[@operation][:count]`. */
export interface FaultRequest {
  readonly name: FaultName;
  readonly operation?: FaultTarget;
  readonly times?: number;
}

type Paths = Partial<Record<OperationName, string>>;

/** The options of the command line, parsed but not yet resolved against the environment. */
export interface CommandLine {
  readonly port: number;
  readonly host: string;
  readonly apiKeyEnv?: string;
  readonly username?: string;
  readonly passwordEnv?: string;
  /** False after `--no-auth`. */
  readonly auth: boolean;
  readonly basePath?: string;
  readonly path?: Paths;
  readonly publicUrl?: string;
  readonly screenPopUrl?: string;
  readonly screenPopSecretEnv?: string;
  readonly fault?: readonly FaultRequest[];
  readonly control?: boolean;
  readonly inboundEvery?: number;
  readonly ignoreIdempotencyKeys?: boolean;
  readonly logLevel: string;
  readonly json?: boolean;
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'];

const examples = `
Examples:
  $ five9-middleware
      a random API key, printed with a configuration and curl lines to paste
  $ FIVE9_MIDDLEWARE_KEY=... five9-middleware --port 9000 --api-key-env FIVE9_MIDDLEWARE_KEY
  $ five9-middleware --base-path /api/v1 --path makeCall=/v2/dial --path hangup=/v2/end
  $ five9-middleware --screen-pop-url http://127.0.0.1:3000/screen-pop --inbound-every 10
  $ five9-middleware --no-auth --control --fault reset-after-dial:1 --fault error-503@hangup

Faults (--fault name[@operation][:count]):
${Object.entries(faultCatalogue)
  .map(([name, { summary }]) => `  ${name.padEnd(29)}${summary}`)
  .join('\n')}

Exit codes: 0 stopped, 1 could not start, 2 the command line is not usable.`;

/** Makes the command; parsing throws CommanderError instead of ending the process. */
export function createCommand(): Command {
  return addOptions(new Command('five9-middleware'))
    .description('The five REST endpoints of the phone-switch contract, in front of a simulated Five9.')
    .addHelpText('after', examples)
    .version(readVersion())
    .allowExcessArguments(false)
    .exitOverride();
}

function addOptions(command: Command): Command {
  return command
    .option('--port <number>', 'port to listen on; 0 takes any free one', parsePort, 8080)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--api-key-env <variable>', 'environment variable that holds the API key (Bearer)')
    .option('--username <name>', 'user name (Basic)')
    .option('--password-env <variable>', 'environment variable that holds the password (Basic)')
    .option('--no-auth', 'ask for no credentials; only on a loopback address')
    .option('--base-path <path>', 'prefix of all paths, such as /api/v1')
    .option('--path <operation=path>', `path of an operation (${operationNames.join(', ')}); repeatable`, collectPath)
    .option('--public-url <url>', 'where callers reach this service, if not at the address it listens on')
    .option('--screen-pop-url <url>', 'webhook that hears of inbound calls')
    .option('--screen-pop-secret-env <variable>', 'environment variable that holds the whsec_ secret; else one is made')
    .option('--fault <fault>', 'switch a fault on: name[@operation][:count]; repeatable', collectFault)
    .option('--control', 'mount /control for faults, agents and inbound calls, for callers on this machine')
    .option('--inbound-every <seconds>', 'let a customer call in regularly', parseSeconds)
    .option('--ignore-idempotency-keys', 'behave like a middleware that does not know Idempotency-Key')
    .addOption(new Option('--log-level <level>', 'how much to log').choices(logLevels).default('info'))
    .option('--json', 'log as JSON lines on stdout');
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

function collectPath(text: string, before: Paths = {}): Paths {
  const [name = '', path = ''] = text.split(/=(.*)/s, 2);
  if (isOperationName(name) && path.startsWith('/')) return { ...before, [name]: path };
  throw new InvalidArgumentError(`It is operation=/path, with an operation of ${operationNames.join(', ')}.`);
}

function collectFault(text: string, before: readonly FaultRequest[] = []): readonly FaultRequest[] {
  const match = /^([a-z0-9-]+)(?:@([A-Za-z]+))?(?::(\d{1,6}))?$/.exec(text);
  const [, name = '', operation, count] = match ?? [];
  if (!isFaultName(name)) throw new InvalidArgumentError('No fault has this name; --help lists them.');
  const target = operation === undefined ? {} : { operation: parseTarget(operation) };
  return [...before, { name, ...target, ...(count === undefined ? {} : { times: Number(count) }) }];
}

function parseTarget(text: string): FaultTarget {
  if (text === 'screenPop' || isOperationName(text)) return text;
  throw new InvalidArgumentError(`The part after "@" is one of ${operationNames.join(', ')}, screenPop.`);
}
