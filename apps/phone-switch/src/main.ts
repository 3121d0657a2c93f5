import { setImmediate } from 'node:timers/promises';
import type { ExitCode } from './cli/exit-code.ts';
import { watchOutput } from './cli/output.ts';
import { runCommandLine } from './cli/run-command-line.ts';
import { findWorkingDirectory } from './cli/working-directory.ts';

/** The `phone-switch` command. */
export async function main(): Promise<void> {
  const findTrouble = watchOutput(process.stdout);
  // What cannot be told there can be told nowhere.
  watchOutput(process.stderr);
  const exitCode = await runCommandLine(process.argv.slice(2), {
    environment: process.env,
    directory: findWorkingDirectory(process.env, process.cwd()),
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
  });
  // That a text could not be written is told a moment later.
  await setImmediate();
  process.exitCode = endWith(exitCode, findTrouble());
}

/** A full disk under the output is not a failed operation: whoever reads the exit code must not repeat it. */
function endWith(exitCode: ExitCode, trouble: Error | undefined): ExitCode {
  if (trouble === undefined) return exitCode;
  const ended = exitCode === 0 ? 'The command was carried out' : `The command ended as exit code ${exitCode} says`;
  process.stderr.write(`✗ ${ended}, but its output could not be written: ${trouble.message}.\n`);
  return exitCode === 0 ? 4 : exitCode;
}
