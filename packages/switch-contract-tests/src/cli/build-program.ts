import { Command } from 'commander';
import { EXIT_CODES, type ExitCode } from './exit-code.ts';
import type { Terminal } from './terminal.ts';
import { runVerify } from './verify-command.ts';
import { addVerifyFlags, type VerifyFlags } from './verify-flags.ts';

/** The whole command line. */
export function buildProgram(terminal: Terminal, end: (exitCode: ExitCode) => void): Command {
  const program = new Command('switch-contract')
    .description('The REST contract of a Five9 middleware, and one command that proves a middleware right.')
    .helpCommand(false)
    .addHelpText('after', EXIT_CODES);
  addVerify(program, terminal, end);
  return program;
}

function addVerify(program: Command, terminal: Terminal, end: (exitCode: ExitCode) => void): void {
  addVerifyFlags(program.command('verify').description('prove a running middleware right, or say why not'))
    .addHelpText('after', examples(VERIFY_EXAMPLES) + EXIT_CODES)
    .action(async (flags: VerifyFlags) => end(await runVerify(terminal, flags)));
}

/** Command lines to paste, as a help text shows them. */
function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ switch-contract ${line}`).join('\n')}\n`;
}

const VERIFY_EXAMPLES: readonly string[] = [
  'verify --base-url http://127.0.0.1:8080 --api-key-env KEY --agent 1001 --destination +15550001111 --transfer-to 1002',
  'verify --config five9.json --agent 1001 --destination +15550001111 --level full --report junit=out.xml,html=out.html',
  'verify --base-url https://proxy.example/api --api-key-env KEY --no-destructive',
  'verify --base-url http://127.0.0.1:8080 --api-key-env KEY --agent 1001 --destination +15550001111 --only makeCall',
];
