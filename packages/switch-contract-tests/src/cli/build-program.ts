import { createRequire } from 'node:module';
import type { Command } from 'commander';
import type * as contractCommands from './contract-commands.ts';
import { EXIT_CODES, type ExitCode, SCREEN_POP_EXIT_CODES } from './exit-code.ts';
import type { TargetFlags } from './read-target.ts';
import { addScreenPopFlags } from './screen-pop-flags.ts';
import type { SendScreenPopFlags } from './send-screen-pop-command.ts';
import type * as serviceCommands from './service-commands.ts';
import { StrictCommand } from './strict-command.ts';
import type { Terminal } from './terminal.ts';
import { addRunFlags, addTargetFlags, addVerifyFlags, collect, type VerifyFlags } from './verify-flags.ts';
import type { VerifyScreenPopFlags } from './verify-screen-pop-command.ts';

// Each command loads its own code when it is run: the whole is most of what a short command would take.
const loadContractCommands = (): Promise<typeof contractCommands> => import('./contract-commands.ts');
const loadServiceCommands = (): Promise<typeof serviceCommands> => import('./service-commands.ts');

/** The whole command line. */
export function buildProgram(terminal: Terminal, end: (exitCode: ExitCode) => void): Command {
  const program = new StrictCommand('switch-contract')
    .description('The REST contract of a Five9 middleware, and one command that proves a middleware right.')
    .version(readVersion())
    .helpCommand('help [command]', 'show what a command does, its flags and examples')
    .enablePositionalOptions()
    .addHelpText('after', EXIT_CODES);
  addVerify(program, terminal, end);
  addSendScreenPop(program, terminal, end);
  addPacts(program, terminal);
  addDescriptions(program, terminal);
  addServices(program, terminal);
  addDiff(program, terminal, end);
  return program;
}

/** By the package's own name: its files lie elsewhere once it is bundled. */
function readVersion(): string {
  const { version } = createRequire(import.meta.url)('@elasticfunnels/switch-contract-tests/package.json') as { version: string };
  return version;
}

function addVerify(program: Command, terminal: Terminal, end: (exitCode: ExitCode) => void): void {
  const command = addVerifyFlags(program.command('verify').description('prove a running middleware right, or say why not'));
  withExamples(
    command,
    'verify --base-url http://127.0.0.1:8080 --api-key-env KEY --agent 1001 --destination +15550001111 --transfer-to 1002',
    'verify --config five9.json --agent 1001 --destination +15550001111 --level full --report junit=out.xml,html=out.html',
    'verify --base-url https://proxy.example/api --api-key-env KEY --no-destructive',
    'verify --base-url http://127.0.0.1:8080 --api-key-env KEY --agent 1001 --destination +15550001111 --only makeCall',
  )
    .addHelpText('after', EXIT_CODES)
    // `verify --listen` is one thing, `verify screen-pop --listen` another.
    .enablePositionalOptions()
    .action(async (flags: VerifyFlags) => {
      const { runVerify } = await import('./verify-command.ts');
      end(await runVerify(terminal, flags));
    });
  addVerifyScreenPop(command, terminal, end);
}

function addVerifyScreenPop(verify: Command, terminal: Terminal, end: (exitCode: ExitCode) => void): void {
  const command = addScreenPopFlags(verify.command('screen-pop').description('prove the screen pops that a middleware sends'))
    .requiredOption('--secret-env <variable>', 'the environment variable with the secret that signs them (whsec_...)')
    .option('--timeout <seconds>', 'how long a call may take to be announced (default: 120)')
    .option('--states-url <url>', 'your endpoint that brings “an inbound call rings at an agent” about, instead of --trigger')
    .option('--states-token-env <variable>', 'the environment variable with its Bearer token')
    .option('--agent <extension>', 'the agent whom --states-url lets the call ring at');
  withExamples(
    addRunFlags(command, 'full'),
    'verify screen-pop --listen 127.0.0.1:4199 --secret-env POP_SECRET',
    "verify screen-pop --listen 127.0.0.1:4199 --secret-env POP_SECRET --trigger 'curl -fsS -X POST http://127.0.0.1:9000/test-call'",
    'verify screen-pop --listen :8443 --tls-cert cert.pem --tls-key key.pem --public-url https://test.example:8443/pops --secret-env POP_SECRET',
  )
    .addHelpText('after', SCREEN_POP_EXIT_CODES)
    .action(async (flags: VerifyScreenPopFlags) => {
      const { runVerifyScreenPop } = await import('./verify-screen-pop-command.ts');
      end(await runVerifyScreenPop(terminal, flags));
    });
}

function addSendScreenPop(program: Command, terminal: Terminal, end: (exitCode: ExitCode) => void): void {
  withExamples(
    program.command('send-screen-pop').description('send one signed screen pop to a webhook, and say what the answer means'),
    'send-screen-pop --to http://127.0.0.1:4100/pops/acme --secret-env POP_SECRET --from +15557654321 --agent 1001',
  )
    .requiredOption('--to <url>', 'the webhook')
    .requiredOption('--secret-env <variable>', 'the environment variable with the secret that signs it (whsec_...)')
    .option('--shared-secret-header <name>', 'show the secret in this header instead of signing')
    .option('--event <name>', 'call.ringing, call.answered, call.ended or recording.ready', 'call.ringing')
    .option('--from <number>', 'who calls (default: +15557654321)')
    .option('--agent <extension>', 'at whom it rings; without it the call waits in a queue')
    .option('--call-id <id>', 'the call (default: a new one)')
    .option('--id <id>', 'the delivery (default: a new one); give it again to send the same once more')
    .option('--timeout <ms>', 'how long the answer may take (default: 10000)')
    .addHelpText('after', '\nExit codes: 0 taken, 1 refused, 2 usage, 3 no answer, 4 not believed (401).\n')
    .action(async (flags: SendScreenPopFlags) => {
      const { runSendScreenPop } = await import('./send-screen-pop-command.ts');
      end(await runSendScreenPop(terminal, flags));
    });
}

function addPacts(program: Command, terminal: Terminal): void {
  const generate = program.command('generate').description("the contract for a brand's own paths and authentication");
  withExamples(addTargetFlags(generate), 'generate --config five9.json --out pacts/')
    .requiredOption('--out <folder>', 'where the pacts go')
    .action(async (flags: TargetFlags & contractCommands.OutFlags) =>
      (await loadContractCommands()).runGenerate(terminal, flags),
    );
  const rewritten = program
    .command('materialise')
    .description('pacts with your paths, numbers and credentials, for a verifier in another language');
  withExamples(
    addTargetFlags(rewritten),
    'materialise --config five9.json --agent 1001 --destination +15550001111 --out pacts/',
    'materialise --config five9.json --credentials inline --out pacts/',
  )
    .requiredOption('--out <folder>', 'where the pacts go')
    .option('--agent <extension>', 'an agent who is logged in and ready')
    .option('--destination <number>', 'the number that is called')
    .option('--transfer-to <extension>', 'an agent who can take a transferred call')
    .option('--campaign <name>', 'a campaign that the agent may dial for')
    .option('--skill <id>', 'a skill that the agent has')
    .option('--credentials <how>', 'from-state: each state answers `authorization`; inline: in the file; example', 'from-state')
    .action(async (flags: contractCommands.MaterialiseFlags) => (await loadContractCommands()).runMaterialise(terminal, flags));
}

function addDescriptions(program: Command, terminal: Terminal): void {
  withExamples(program.command('openapi').description('the OpenAPI 3.1 document, on stdout'), 'openapi > openapi.json').action(
    async () => (await loadContractCommands()).runOpenapi(terminal),
  );
  withExamples(program.command('schemas').description('the JSON Schema of every body'), 'schemas', 'schemas --out schemas/')
    .option('--out <folder>', 'as files instead of on stdout')
    .action(async (flags: Partial<contractCommands.OutFlags>) => (await loadContractCommands()).runSchemas(terminal, flags));
  withExamples(program.command('states').description('the catalogue of provider states'), 'states', 'states --json')
    .option('--json', 'as JSON')
    .action(async (flags: { readonly json?: boolean }) => (await loadContractCommands()).runStates(terminal, flags));
}

function addServices(program: Command, terminal: Terminal): void {
  withExamples(program.command('stub').description('a server that answers as the contract does'), 'stub --port 9000')
    .option('--port <number>', '0 is any free port', '9000')
    .action(async (flags: serviceCommands.StubFlags) => (await loadServiceCommands()).runStub(terminal, flags));
  withExamples(
    program.command('publish').description('the contract to a Pact Broker'),
    'publish --broker-url https://broker.example --token-env TOKEN --version 1.2.3 --branch main',
  )
    .requiredOption('--broker-url <url>', 'where the Broker is')
    .requiredOption('--version <version>', 'the version of the consumer: a commit, or a semantic version')
    .option('--branch <name>', 'the branch of the consumer')
    .option('--tag <name>', 'a tag; may be given several times', collect)
    .option('--token-env <variable>', 'the environment variable with the Bearer token')
    .option('--username <name>', 'Basic instead of a token')
    .option('--password-env <variable>', 'the environment variable with the Basic password')
    .action(async (flags: serviceCommands.PublishFlags) => (await loadServiceCommands()).runPublish(terminal, flags));
}

function addDiff(program: Command, terminal: Terminal, end: (exitCode: ExitCode) => void): void {
  withExamples(
    program.command('diff').description('what has changed between two contracts, and whether it may break a middleware'),
    'diff old/contract new/contract',
    'diff old/contract new/contract --json',
  )
    .argument('<old>', 'the folder of a contract')
    .argument('<new>', 'the folder of another')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExit codes: 0 not breaking, 1 breaking, 2 usage.\n')
    .action(async (before: string, after: string, { json }: { readonly json?: boolean }) =>
      end(await (await loadServiceCommands()).runDiff(terminal, before, after, json === true)),
    );
}

/** Command lines to paste, in the help text. */
function withExamples(command: Command, ...lines: readonly string[]): Command {
  return command.addHelpText('after', `\nExamples:\n${lines.map((line) => `  $ switch-contract ${line}`).join('\n')}\n`);
}
