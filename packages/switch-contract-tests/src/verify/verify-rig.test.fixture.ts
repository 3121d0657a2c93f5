import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { FaultBoard, Five9Simulator, type MiddlewareSettings, startMiddleware } from '@elasticfunnels/five9-middleware';
import { runCommandLine } from '../cli/run-command-line.ts';
import { findFreePort } from './free-port.test.fixture.ts';
import { startSpoilingProxy, type Spoil } from './spoiling-proxy.test.fixture.ts';

/** A secret that must show nowhere. */
export const API_KEY = 'kR7-planted-secret';

/** What signs the screen pops; it must show nowhere either. */
export const POP_SECRET: string = `whsec_${Buffer.alloc(32, 'kR7').toString('base64')}`;

const GIVEN: readonly string[] = [
  '--api-key-env=KEY',
  '--agent=1001',
  '--destination=+15550001111',
  '--transfer-to=1002',
  '--states-token-env=KEY',
];

/** What a run printed and how it ended. */
export interface Ran {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** A check as the JSON report has it. */
export interface ReportedCheck {
  readonly id: string;
  readonly title: string;
  readonly level: string;
  readonly outcome: string;
  readonly reason?: string;
  readonly findings: readonly {
    readonly operation: string;
    readonly rule: string;
    readonly text: string;
    readonly actual: string;
  }[];
}

/** The command in this process, with a middleware to verify. */
export interface VerifyRig extends AsyncDisposable {
  readonly url: string;
  readonly simulator: Five9Simulator;
  readonly directory: string;
  readonly write: (file: string, content: string) => Promise<void>;
  /** Runs the command with these words and no others. */
  readonly run: (...words: readonly string[]) => Promise<Ran>;
  /** Verifies with everything that a team would give. */
  readonly verify: (...words: readonly string[]) => Promise<Ran>;
  /** The words that have screen pops verified as well, in a hurry. */
  readonly listening: readonly string[];
  /** Verifies, and gives the checks of the report. */
  readonly checks: (...words: readonly string[]) => Promise<{ readonly ran: Ran; readonly checks: readonly ReportedCheck[] }>;
}

/** Starts the reference middleware, behind what spoils it if anything does. */
export async function startVerifyRig(
  options: {
    readonly spoil?: Spoil;
    readonly settings?: Partial<MiddlewareSettings>;
    readonly wrapUpMs?: number;
    readonly environment?: Readonly<Record<string, string>>;
  } = {},
): Promise<VerifyRig> {
  const faults = new FaultBoard();
  const simulator = new Five9Simulator({ faults, timings: { ringMs: 1, recordingDelayMs: 1, wrapUpMs: options.wrapUpMs ?? 0 } });
  const authentication = { kind: 'bearer', apiKey: API_KEY } as const;
  const webhook = `127.0.0.1:${await findFreePort()}`;
  const screenPop = { url: `http://${webhook}/screen-pop`, secret: POP_SECRET, retryDelaysMs: [1, 1, 1], timeoutMs: 800 };
  const middleware = await startMiddleware({
    five9: simulator,
    screenPop,
    faults,
    authentication,
    control: { simulator },
    ...options.settings,
  });
  const proxy = options.spoil === undefined ? undefined : await startSpoilingProxy(middleware.url, options.spoil);
  const directory = await mkdtemp(join(tmpdir(), 'switch-contract-rig-'));
  const url = proxy?.url ?? middleware.url;
  const run = async (...words: readonly string[]): Promise<Ran> => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const [out, err] = [collect(stdout), collect(stderr)];
    const exitCode = await runCommandLine(words, {
      environment: { ...process.env, KEY: API_KEY, POP: POP_SECRET, POP_SECRET, ...options.environment },
      directory,
      stdout,
      stderr,
    });
    return { exitCode, out: out(), err: err() };
  };
  const verify: VerifyRig['verify'] = (...words) =>
    run('verify', '--base-url', url, ...GIVEN, '--states-url', `${middleware.url}/control/states`, ...words);
  return {
    url,
    listening: ['--listen', webhook, '--webhook-secret-env', 'POP', '--quiet', '0.2', '--redelivery-wait', '5'],
    simulator,
    directory,
    run,
    verify,
    write: (file, content) => writeFile(join(directory, file), content),
    checks: async (...words) => {
      const ran = await verify('--json', ...words);
      const report = JSON.parse(ran.out) as { readonly checks: readonly ReportedCheck[] };
      return { ran, checks: report.checks };
    },
    [Symbol.asyncDispose]: async () => {
      await proxy?.[Symbol.asyncDispose]();
      await middleware.close();
      await simulator.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function collect(stream: PassThrough): () => string {
  let text = '';
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
  });
  return () => text;
}
