import { Command } from 'commander';
import {
  type MaterialiseFlags,
  type OutFlags,
  runGenerate,
  runMaterialise,
  runOpenapi,
  runSchemas,
  runStates,
} from './contract-commands.ts';
import { EXIT_CODES, type ExitCode } from './exit-code.ts';
import type { TargetFlags } from './read-target.ts';
import { type PublishFlags, runDiff, runPublish, runStub, type StubFlags } from './service-commands.ts';
import type { Terminal } from './terminal.ts';
import { runVerify } from './verify-command.ts';
import { addTargetFlags, addVerifyFlags, collect, type VerifyFlags } from './verify-flags.ts';

/** The whole command line. */
export function buildProgram(terminal: Terminal, end: (exitCode: ExitCode) => void): Command {
  const program = new Command('switch-contract')
    .description('The REST contract of a Five9 middleware, and one command that proves a middleware right.')
    .helpCommand(false)
    .addHelpText('after', EXIT_CODES);
  addVerify(program, terminal, end);
  addPacts(program, terminal);
  addDescriptions(program, terminal);
  addServices(program, terminal);
  addDiff(program, terminal, end);
  return program;
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
    .action(async (flags: VerifyFlags) => end(await runVerify(terminal, flags)));
}

function addPacts(program: Command, terminal: Terminal): void {
  const generate = program.command('generate').description("the contract for a brand's own paths and authentication");
  withExamples(addTargetFlags(generate), 'generate --config five9.json --out pacts/')
    .requiredOption('--out <folder>', 'where the pacts go')
    .action(async (flags: TargetFlags & OutFlags) => runGenerate(terminal, flags));
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
    .action(async (flags: MaterialiseFlags) => runMaterialise(terminal, flags));
}

function addDescriptions(program: Command, terminal: Terminal): void {
  withExamples(program.command('openapi').description('the OpenAPI 3.1 document, on stdout'), 'openapi > openapi.json').action(
    async () => runOpenapi(terminal),
  );
  withExamples(program.command('schemas').description('the JSON Schema of every body'), 'schemas', 'schemas --out schemas/')
    .option('--out <folder>', 'as files instead of on stdout')
    .action(async (flags: Partial<OutFlags>) => runSchemas(terminal, flags));
  withExamples(program.command('states').description('the catalogue of provider states'), 'states', 'states --json')
    .option('--json', 'as JSON')
    .action(async (flags: { readonly json?: boolean }) => runStates(terminal, flags));
}

function addServices(program: Command, terminal: Terminal): void {
  withExamples(program.command('stub').description('a server that answers as the contract does'), 'stub --port 9000')
    .option('--port <number>', '0 is any free port', '9000')
    .action(async (flags: StubFlags) => runStub(terminal, flags));
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
    .action(async (flags: PublishFlags) => runPublish(terminal, flags));
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
      end(await runDiff(terminal, before, after, json === true)),
    );
}

/** Command lines to paste, in the help text. */
function withExamples(command: Command, ...lines: readonly string[]): Command {
  return command.addHelpText('after', `\nExamples:\n${lines.map((line) => `  $ switch-contract ${line}`).join('\n')}\n`);
}
