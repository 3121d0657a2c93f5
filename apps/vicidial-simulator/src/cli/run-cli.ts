import { randomBytes } from 'node:crypto';
import { CommanderError } from 'commander';
import { systemClock } from '../clock/clock.ts';
import { FaultBoard } from '../faults/fault-board.ts';
import { type ApiLogEntry, ViciDialSettingsError } from '../http/simulator-settings.ts';
import { type RunningViciDial, startViciDialSimulator } from '../http/start-simulator.ts';
import { type BannerFacts, renderBanner } from './banner.ts';
import { type CommandLine, createCommand } from './command-line.ts';
import { startInboundCallers } from './inbound-callers.ts';
import { UsageError } from './usage-error.ts';

/** Somewhere to write text. */
export interface TextOutput {
  write(text: string): unknown;
}

/** What the command needs of its process. */
export interface CliSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdout: TextOutput;
  readonly stderr: TextOutput;
  /** Whether stdout is a terminal that shows colours. */
  readonly colour: boolean;
  /** Aborts when the command should stop. */
  readonly stop: AbortSignal;
}

/** Runs the command until it is told to stop; resolves with the exit code: 0 stopped, 1 could not start, 2 usage. */
export async function runCli(words: readonly string[], surroundings: CliSurroundings): Promise<number> {
  try {
    await serve(parseCommandLine(words, surroundings), surroundings);
    return 0;
  } catch (error) {
    return explain(error, surroundings);
  }
}

function parseCommandLine(words: readonly string[], { stdout, stderr }: CliSurroundings): CommandLine {
  const command = createCommand().configureOutput({
    writeOut: (text) => void stdout.write(text),
    writeErr: (text) => void stderr.write(text),
  });
  // pnpm hands a "--" of its own on to the script.
  command.parse(words[0] === '--' ? words.slice(1) : words, { from: 'user' });
  return command.opts<CommandLine>();
}

async function serve(line: CommandLine, surroundings: CliSurroundings): Promise<void> {
  const { pass, password } = resolvePassword(line, surroundings);
  const vicidial = await start(line, pass, surroundings);
  const { user, source, startCallUrl } = line;
  const { colour, stdout } = surroundings;
  stdout.write(renderBanner({ url: vicidial.url, user, password, source, startCallUrl, colour }));
  const stopCallers =
    line.inboundEvery === undefined ? undefined : startInboundCallers(vicidial.dialler, line.inboundEvery, systemClock);
  await stopped(surroundings.stop);
  stopCallers?.();
  await vicidial.close();
}

function start(line: CommandLine, pass: string, { stdout }: CliSurroundings): Promise<RunningViciDial> {
  const { host, port, user, startCallUrl, utcOffset } = line;
  const faults = new FaultBoard();
  for (const { name, ...options } of line.fault ?? []) faults.switchOn(name, options);
  return startViciDialSimulator({
    host,
    port,
    user,
    pass,
    faults,
    utcOffsetHours: utcOffset,
    onRequest: (entry) => void stdout.write(describe(entry)),
    ...(startCallUrl === undefined ? {} : { startCallUrl }),
  });
}

function resolvePassword(
  { passEnv }: CommandLine,
  { environment }: CliSurroundings,
): { readonly pass: string; readonly password: BannerFacts['password'] } {
  if (passEnv === undefined) {
    const pass = randomBytes(12).toString('hex');
    return { pass, password: { shown: pass } };
  }
  const pass = environment[passEnv] ?? '';
  if (pass === '') throw new UsageError(`The environment variable ${passEnv.slice(0, 60)} is not set or empty.`);
  return { pass, password: { variable: passEnv } };
}

function describe({ api, function: name, agentUser, answer }: ApiLogEntry): string {
  const clock = new Date().toISOString().slice(11, 19);
  return `${[clock, api, name === '' ? '-' : name, agentUser === '' ? '-' : agentUser, answer].join('  ')}\n`;
}

function stopped(stop: AbortSignal): Promise<void> {
  if (stop.aborted) return Promise.resolve();
  return new Promise((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }));
}

function explain(error: unknown, { stderr }: CliSurroundings): number {
  // Commander has written its own message, or the help, by now.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError || error instanceof ViciDialSettingsError) {
    stderr.write(`vicidial-simulator: ${error.message}\nvicidial-simulator --help lists the options.\n`);
    return 2;
  }
  stderr.write(`vicidial-simulator: ${describeFailure(error)}\n`);
  return 1;
}

function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return 'could not start.';
  const code = 'code' in error ? error.code : undefined;
  const port = 'port' in error ? ` ${String(error.port)}` : '';
  if (code === 'EADDRINUSE') {
    return `port${port} is already in use. Choose another with --port, or --port 0 for any free one.`;
  }
  if (code === 'EACCES') return `this user may not listen on port${port}; choose one above 1023 with --port.`;
  if (code === 'EADDRNOTAVAIL') return 'this machine does not have the address given with --host.';
  return error.message;
}
