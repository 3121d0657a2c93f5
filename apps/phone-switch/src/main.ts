import { tolerateClosedPipe } from './cli/closed-pipe.ts';
import { runCommandLine } from './cli/run-command-line.ts';

/** The `phone-switch` command. */
export async function main(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) tolerateClosedPipe(stream);
  process.exitCode = await runCommandLine(process.argv.slice(2), {
    environment: process.env,
    directory: process.cwd(),
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
  });
}
