import { CommanderError } from 'commander';
import type { Logger } from 'pino';
import { systemClock } from '../clock/system-clock.ts';
import { FaultBoard } from '../faults/fault-board.ts';
import type { CallEvent } from '../five9/call-event.ts';
import { type MiddlewareSettings, MiddlewareSettingsError } from '../http/middleware-settings.ts';
import { type RunningMiddleware, startMiddleware } from '../http/start-middleware.ts';
import { Five9Simulator } from '../simulator/five9-simulator.ts';
import { renderBanner } from './banner.ts';
import { type CommandLine, createCommand } from './command-line.ts';
import { createConsoleLogger, createJsonLogger, type TextOutput } from './console-logger.ts';
import { type Credentials, type Environment, resolveCredentials, resolveScreenPopSecret } from './credentials.ts';
import { startInboundCallers } from './inbound-callers.ts';
import { maskNumber } from './mask-number.ts';
import { UsageError } from './usage-error.ts';

/** What the command needs of its process. */
export interface CliSurroundings {
  readonly environment: Environment;
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
    const line = parseCommandLine(words, surroundings);
    await serve(line, surroundings);
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
  const credentials = resolveCredentials(line, surroundings.environment);
  const secret = resolveScreenPopSecret(line, surroundings.environment);
  const simulator = new Five9Simulator();
  const logger = createLogger(line, surroundings);
  const settings = toSettings(line, credentials, simulator, logger, secret?.secret);
  simulator.onCallEvent((event) => logger.info(describeEvent(event), event.event));
  const middleware = await startMiddleware(settings);
  const shownSecret = secret?.generated === true ? secret.secret : undefined;
  greet(line, middleware, credentials, shownSecret, surroundings);
  logger.info({ url: middleware.url }, 'listening');
  const stopCallers =
    line.inboundEvery === undefined ? undefined : startInboundCallers(simulator, line.inboundEvery, systemClock);
  await stopped(surroundings.stop);
  logger.info('stopping');
  stopCallers?.();
  await middleware.close();
  await simulator.close();
}

function toSettings(
  line: CommandLine,
  { authentication }: Credentials,
  simulator: Five9Simulator,
  logger: Logger,
  secret: string | undefined,
): MiddlewareSettings {
  const { host, port, basePath, path: paths = {}, publicUrl, screenPopUrl } = line;
  return {
    five9: simulator,
    authentication,
    host,
    port,
    paths,
    logger,
    faults: createFaults(line),
    idempotencyKeys: line.ignoreIdempotencyKeys === true ? 'ignored' : 'honoured',
    ...(basePath === undefined ? {} : { basePath }),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(line.control === true ? { control: { simulator } } : {}),
    ...(screenPopUrl === undefined || secret === undefined ? {} : { screenPop: { url: screenPopUrl, secret } }),
  };
}

function createFaults(line: CommandLine): FaultBoard {
  const faults = new FaultBoard();
  for (const { name, ...options } of line.fault ?? []) {
    try {
      faults.switchOn(name, options);
    } catch (error) {
      throw new UsageError(`--fault ${name}: ${error instanceof Error ? error.message : 'not possible'}.`);
    }
  }
  return faults;
}

function createLogger(line: CommandLine, { stdout, colour }: CliSurroundings): Logger {
  if (line.json === true) return createJsonLogger(stdout, line.logLevel);
  return createConsoleLogger(stdout, line.logLevel, colour);
}

function greet(
  line: CommandLine,
  middleware: RunningMiddleware,
  { authentication, generated }: Credentials,
  screenPopSecret: string | undefined,
  { stdout, stderr, colour }: CliSurroundings,
): void {
  const banner = renderBanner({
    url: middleware.url,
    paths: line.path ?? {},
    authentication,
    showSecret: generated,
    secretVariable: line.apiKeyEnv ?? line.passwordEnv,
    screenPop: line.screenPopUrl === undefined ? undefined : { url: line.screenPopUrl, secret: screenPopSecret },
    control: line.control === true,
    colour: colour && line.json !== true,
  });
  // With --json, stdout belongs to the machine that reads it.
  (line.json === true ? stderr : stdout).write(banner);
}

function describeEvent(event: CallEvent): Record<string, string> {
  const { callId, direction, customerNumber, agentExtension = 'queue' } = event;
  return { callId, direction, customer: maskNumber(customerNumber), agent: agentExtension };
}

function stopped(stop: AbortSignal): Promise<void> {
  if (stop.aborted) return Promise.resolve();
  return new Promise((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }));
}

function explain(error: unknown, { stderr }: CliSurroundings): number {
  // Commander has written its own message, or the help, by now.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError || error instanceof MiddlewareSettingsError) {
    stderr.write(`five9-middleware: ${error.message}\nfive9-middleware --help lists the options.\n`);
    return 2;
  }
  stderr.write(`five9-middleware: ${describeFailure(error)}\n`);
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
