import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';

/** A process of its own, from the sources. */
export interface SpawnedProcess {
  readonly process: ChildProcess;
  readonly out: () => string;
  readonly ended: Promise<{
    readonly exitCode: number | null;
    readonly signal: NodeJS.Signals | null;
    readonly out: string;
    readonly err: string;
  }>;
}

/** How a process is started. */
export interface SpawnOptions {
  readonly directory?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Where its output goes; it is kept unless told. */
  readonly stdio?: StdioOptions;
}

/** Starts a script; what it imports it names by whole URLs. */
export function spawnScript(script: string, words: readonly string[], options: SpawnOptions = {}): SpawnedProcess {
  const { directory, environment = {}, stdio = 'pipe' } = options;
  const node = ['--conditions=@elasticfunnels/source', '--input-type=module', '-e', script, '--', 'phone-switch', ...words];
  const child = spawn(process.execPath, node, { cwd: directory, stdio, env: { ...process.env, ...environment } });
  const kept = { out: '', err: '' };
  child.stdout?.on('data', (chunk: Buffer) => (kept.out += chunk.toString('utf8')));
  child.stderr?.on('data', (chunk: Buffer) => (kept.err += chunk.toString('utf8')));
  const ended = once(child, 'close').then(([exitCode, signal]) => ({ exitCode, signal, ...kept }));
  return { process: child, out: () => kept.out, ended };
}

/** Starts the command line. */
export function spawnPhoneSwitch(words: readonly string[], options: SpawnOptions): SpawnedProcess {
  return spawnScript(`import { main } from '${new URL('../main.ts', import.meta.url).href}'; await main();`, words, options);
}
