import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const EXAMPLE = fileURLToPath(new URL('../../examples/screen-pop-platform.ts', import.meta.url));
const START_MS = 60_000;
/** How long a node may take to end after SIGTERM: its receiver drains for up to 10 seconds. */
export const STOP_MS: number = 12_000;
const KEPT_OF_STDERR = 4_096;

/** How a node is started. */
export interface PlatformNodeOptions {
  readonly name: string;
  readonly port: number;
  readonly environment: Readonly<Record<string, string>>;
  /** For node itself, ahead of the example's path. */
  readonly flags?: readonly string[];
}

/** One process of the platform example, on a port that stays the same when it is started again. */
export class PlatformNode {
  readonly #options: PlatformNodeOptions;
  #process: ChildProcess | undefined;
  #stderr = '';
  #crashes = 0;
  #slowestStartMs = 0;

  constructor(options: PlatformNodeOptions) {
    this.#options = options;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#options.port}`;
  }

  /** How often it has ended without being asked to. */
  get crashes(): number {
    return this.#crashes;
  }

  /** How long its slowest start took, in milliseconds. */
  get slowestStartMs(): number {
    return this.#slowestStartMs;
  }

  /** Resolves when it accepts connections. @throws when it ends first, or does not within a minute */
  async start(): Promise<void> {
    const { name, port, environment, flags = [] } = this.#options;
    const child = spawn(process.execPath, ['--conditions=@elasticfunnels/source', ...flags, EXAMPLE], {
      env: { ...withoutOurs(), LOG_LEVEL: 'error', ...environment, PORT: String(port), HOST: '127.0.0.1' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#process = child;
    child.stderr?.on('data', (piece: Buffer) => {
      this.#stderr = (this.#stderr + piece.toString()).slice(-KEPT_OF_STDERR);
    });
    child.on('exit', () => {
      if (this.#process !== child) return;
      this.#process = undefined;
      this.#crashes += 1;
    });
    const startedAt = performance.now();
    while (!(await isListening(port))) {
      if (this.#process !== child) throw new Error(`${name} ended while it was started:\n${this.#stderr}`);
      if (performance.now() > startedAt + START_MS)
        throw new Error(`${name} did not start within ${START_MS} ms:\n${this.#stderr}`);
      await pause(25);
    }
    this.#slowestStartMs = Math.max(this.#slowestStartMs, performance.now() - startedAt);
  }

  /** As a crash does it. */
  async kill(): Promise<void> {
    const child = this.#release();
    if (child === undefined) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  /** It stands still for a while, as a machine that swaps or is moved does; its connections stay open. */
  async freeze(ms: number): Promise<void> {
    const child = this.#process;
    child?.kill('SIGSTOP');
    await pause(ms);
    child?.kill('SIGCONT');
  }

  /** Asks it to end, as a new release does. How long that took in milliseconds; undefined when it had to be killed. */
  async stop(): Promise<number | undefined> {
    const child = this.#release();
    if (child === undefined) return 0;
    const startedAt = performance.now();
    const ended = once(child, 'exit') as Promise<[number | null]>;
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    child.kill('SIGTERM');
    const [code] = await ended;
    clearTimeout(force);
    return code === 0 ? performance.now() - startedAt : undefined;
  }

  #release(): ChildProcess | undefined {
    const child = this.#process;
    this.#process = undefined;
    return child;
  }
}

// A Redis of whoever runs the tests is none of theirs.
function withoutOurs(): NodeJS.ProcessEnv {
  const { REDIS_URL: _redisUrl, NODE_OPTIONS: _nodeOptions, ...others } = process.env;
  return others;
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
