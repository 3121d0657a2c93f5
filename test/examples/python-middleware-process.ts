import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const MIDDLEWARE = fileURLToPath(new URL('../../examples/python-middleware/middleware.py', import.meta.url));

export const API_KEY = 'python-key-4711';

/** What signs its screen pops. */
export const POP_SECRET: string = `whsec_${Buffer.alloc(32, 'python').toString('base64')}`;

/** The middleware in Python, as a process. */
export interface PythonMiddleware extends AsyncDisposable {
  readonly url: string;
  /** The ids of the calls that it has placed, oldest first, by its own log. */
  dialled(): readonly unknown[];
  /** What it wrote to standard error: the stack traces that callers never see. */
  errors(): string;
  /** Asks it to stop (SIGTERM), and gives its exit code. */
  stop(): Promise<number | null>;
}

/** Which Python is there, or undefined when there is no `python3` on the PATH. */
export function findPython(): string | undefined {
  try {
    return execFileSync('python3', ['--version'], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

/** Runs the middleware with options of its command line, and with the key that it finds in the environment. */
export function runPython(
  options: readonly string[],
  apiKey: string | undefined = API_KEY,
): ChildProcessByStdio<null, Readable, Readable> {
  const environment = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', MIDDLEWARE_KEY: apiKey, POP_SECRET };
  const all = [MIDDLEWARE, '--port', '0', '--api-key-env', 'MIDDLEWARE_KEY', ...options];
  return spawn('python3', all, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Starts the middleware on a free port; dispose of it (`await using`). @throws Error when it does not start. */
export async function startPython(options: readonly string[] = []): Promise<PythonMiddleware> {
  const child = runPython(options);
  const events: Readonly<Record<string, unknown>>[] = [];
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = once(child, 'exit');
  const url = await new Promise<string>((resolve, reject) => {
    ended.then(() => reject(new Error(`It did not start: ${errors}`)), reject);
    createInterface(child.stdout).on('line', (line) => {
      const event = JSON.parse(line);
      events.push(event);
      if (event.event === 'listening') resolve(event.url);
    });
  });
  const stop = async (): Promise<number | null> => {
    child.kill('SIGTERM');
    await ended;
    return child.exitCode;
  };
  return {
    url,
    dialled: () => events.filter(({ event }) => event === 'dialled').map(({ call_id: callId }) => callId),
    errors: () => errors,
    stop,
    [Symbol.asyncDispose]: async () => void (await stop()),
  };
}
