import { spawn } from 'node:child_process';

/** A process that came to its end. */
export interface TimedProcess {
  /** From its start until it is gone, in milliseconds. */
  readonly ms: number;
  readonly printed: string;
}

/** Runs a process to its end. @throws Error, with what it said, when it ends with anything but 0 */
export function timeProcess(
  name: string,
  file: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<TimedProcess> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const env = { ...process.env, ...environment };
    const child = spawn(file, words, { stdio: ['ignore', 'pipe', 'pipe'], env });
    let printed = '';
    let complaint = '';
    child.stdout.on('data', (text: Buffer) => (printed += text.toString('utf8')));
    child.stderr.on('data', (text: Buffer) => (complaint += text.toString('utf8')));
    child.on('error', reject);
    child.on('close', (code) => {
      const ms = performance.now() - startedAt;
      if (code === 0) resolve({ ms, printed });
      else reject(new Error(`${name} ended with ${code ?? 'a signal'}: ${`${printed}\n${complaint}`.trim().slice(-2_000)}`));
    });
  });
}
