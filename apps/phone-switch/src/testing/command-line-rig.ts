import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FaultBoard, Five9Simulator, type RunningMiddleware, startMiddleware } from '@elasticfunnels/five9-middleware';
import { runCommandLine } from '../cli/run-command-line.ts';
import { captureTerminal } from './captured-terminal.ts';

/** A secret that must show nowhere. */
export const API_KEY = 'kR7-planted-secret';

/** What a command printed, and how it ended. */
export interface Ran {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
  /** The one object on stdout. @throws SyntaxError when there is anything else. */
  readonly json: () => { readonly ok: boolean; readonly operation: string; readonly [member: string]: unknown };
}

/** The command line in this process, with the reference middleware to talk to and a folder with a config. */
export interface CommandLineRig extends AsyncDisposable {
  readonly middleware: RunningMiddleware;
  readonly simulator: Five9Simulator;
  readonly faults: FaultBoard;
  readonly directory: string;
  readonly run: (...commandLine: readonly string[]) => Promise<Ran>;
  readonly runIn: (environment: Readonly<Record<string, string>>, ...commandLine: readonly string[]) => Promise<Ran>;
  readonly write: (file: string, content: string | Buffer) => Promise<void>;
}

/** Starts a rig; its folder holds `five9.json`, which points at the middleware. */
export async function startRig(): Promise<CommandLineRig> {
  const faults = new FaultBoard();
  const simulator = new Five9Simulator({ faults, timings: { ringMs: 1, recordingDelayMs: 1, wrapUpMs: 0 } });
  const middleware = await startMiddleware({ five9: simulator, faults, authentication: { kind: 'bearer', apiKey: API_KEY } });
  const directory = await mkdtemp(join(tmpdir(), 'phone-switch-'));
  const write = (file: string, content: string | Buffer): Promise<void> => writeFile(join(directory, file), content);
  await write('five9.json', JSON.stringify({ api_base_url: middleware.url, api_key: API_KEY }));
  const runIn = async (environment: Readonly<Record<string, string>>, ...commandLine: readonly string[]): Promise<Ran> => {
    const terminal = captureTerminal(directory, environment);
    const exitCode = await runCommandLine(commandLine, terminal);
    const out = terminal.out();
    return { exitCode, out, err: terminal.err(), json: () => JSON.parse(out) };
  };
  return {
    middleware,
    simulator,
    faults,
    directory,
    write,
    runIn,
    run: (...commandLine) => runIn({}, ...commandLine),
    [Symbol.asyncDispose]: async () => {
      await middleware.close();
      await simulator.close();
      await rm(directory, { recursive: true });
    },
  };
}
