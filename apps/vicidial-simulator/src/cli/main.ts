import { runCli } from './run-cli.ts';

/** Runs the command in this process: SIGINT and SIGTERM stop it in an orderly way, a second one at once. */
export async function main(): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  process.exitCode = await runCli(process.argv.slice(2), {
    environment: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
    colour: process.stdout.isTTY && process.stdout.hasColors() && process.env['NO_COLOR'] === undefined,
    stop: stop.signal,
  });
}
