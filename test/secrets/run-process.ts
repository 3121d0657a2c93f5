import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** A process of ours that runs from its sources. */
export interface ProcessRequest {
  readonly script: URL;
  readonly words?: readonly string[];
  /** For node itself. */
  readonly nodeWords?: readonly string[];
  readonly directory: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Called with what it has printed so far, each time that it prints; true interrupts it, as Ctrl-C does. */
  readonly onOutput?: (printed: string) => boolean | Promise<boolean>;
}

/** Runs a process to its end; everything that it printed on both streams. */
export async function runProcess(request: ProcessRequest): Promise<string> {
  const { script, words = [], nodeWords = [], directory, environment, onOutput } = request;
  const child = spawn(process.execPath, ['--conditions=@elasticfunnels/source', ...nodeWords, fileURLToPath(script), ...words], {
    cwd: directory,
    env: { PATH: process.env['PATH'], ...environment },
    timeout: 20_000,
  });
  let printed = '';
  const look = async (chunk: Buffer): Promise<void> => {
    printed += chunk.toString();
    if ((await onOutput?.(printed)) === true) child.kill('SIGINT');
  };
  child.stdout.on('data', (chunk: Buffer) => void look(chunk));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return `${out}\n${err}`;
}
