import { runCommandLine } from './run-command-line.ts';

/** The `switch-contract` command. */
export async function main(): Promise<void> {
  // A reader that went away, as `head` does, must not end a run before its calls are hung up.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  process.exitCode = await runCommandLine(process.argv.slice(2), {
    environment: process.env,
    directory: process.cwd(),
    stdout: process.stdout,
    stderr: process.stderr,
  });
}
