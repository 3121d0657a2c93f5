import { CommanderError } from 'commander';
import { buildProgram } from './build-program.ts';
import type { ExitCode } from './exit-code.ts';
import { printLine, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** Runs the command line to its end, and returns the exit code. Prints everything there is to say. */
export async function runCommandLine(commandLine: readonly string[], terminal: Terminal): Promise<ExitCode> {
  // `pnpm switch-contract -- verify` hands the dashes on.
  const words = commandLine[0] === '--' ? commandLine.slice(1) : commandLine;
  const json = words.includes('--json');
  const outcome: { exitCode: ExitCode } = { exitCode: 0 };
  const program = buildProgram(terminal, (exitCode) => {
    outcome.exitCode = exitCode;
  });
  const output = {
    writeOut: (text: string) => void terminal.stdout.write(text),
    writeErr: (text: string) => void terminal.stderr.write(text),
  };
  for (const command of [program, ...program.commands.flatMap((each) => [each, ...each.commands])]) {
    command.exitOverride().configureOutput(output).showHelpAfterError('(see --help)');
  }
  try {
    await program.parseAsync([...words], { from: 'user' });
    return outcome.exitCode;
  } catch (error) {
    return reportFailure(error, terminal, json);
  }
}

async function reportFailure(error: unknown, terminal: Terminal, json: boolean): Promise<ExitCode> {
  // Commander has printed its own message; help and version end the same way as errors do.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const message = error instanceof Error ? error.message : 'The command failed.';
  terminal.stderr.write(`✗ ${message}\n`);
  if (json) printLine(terminal, JSON.stringify({ ok: false, message }, undefined, 2));
  if (error instanceof UsageError) return 2;
  const { exitCodeOfFailure } = await import('./exit-code-of-failure.ts');
  const exitCode = exitCodeOfFailure(error);
  if (exitCode === undefined) {
    terminal.stderr.write('  This is a fault of the kit: report it with the command line that led to it.\n');
  }
  return exitCode ?? 6;
}
