import { spawn } from 'node:child_process';
import { askStatesUrl, type StatesEndpoint } from '../verify/states/states-url.ts';

/** Has a call come in. Rejects with a `CallNotBroughtError` when that cannot work; resolving says nothing about the call. */
export type BringCall = (call: { readonly number: number; readonly signal: AbortSignal }) => Promise<void>;

/** The call could not be made to come in: nothing that the middleware is to blame for. */
export class CallNotBroughtError extends Error {
  override readonly name = 'CallNotBroughtError';
}

const STATE = 'an inbound call rings at an agent';
const LONGEST_OUTPUT = 2_000;

/** By a shell command of the person's; it is ended with the run. */
export function byTrigger(
  command: string,
  { environment, directory }: { readonly environment: Readonly<Record<string, string | undefined>>; readonly directory: string },
): BringCall {
  return async ({ number, signal }) => {
    const child = spawn(command, {
      shell: true,
      cwd: directory,
      // A group of its own: what the shell starts ends with it.
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...environment, SWITCH_CONTRACT_CALL: String(number) },
    });
    const { pid } = child;
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-LONGEST_OUTPUT);
      });
    }
    const end = (): void => endGroup(pid);
    signal.addEventListener('abort', end, { once: true });
    try {
      const exitCode = await new Promise<number | null>((resolve, reject) => {
        child.once('error', reject);
        child.once('close', resolve);
      });
      if (exitCode === 0 || signal.aborted) return;
      throw new CallNotBroughtError(`--trigger ended with exit code ${exitCode ?? 'none'}: ${said.trim() || 'it said nothing'}`);
    } finally {
      signal.removeEventListener('abort', end);
    }
  };
}

/** By the endpoint that brings provider states about. */
export function byStatesUrl(endpoint: StatesEndpoint, params: Readonly<Record<string, unknown>>): BringCall {
  return async () => {
    const asked = await askStatesUrl(endpoint, { action: 'setup', state: STATE, params });
    if (asked.kind === 'unsatisfied') throw new CallNotBroughtError(`${asked.reason} (the state “${STATE}”)`);
  };
}

/** By a person, who has been told to. */
export const byPerson: BringCall = async () => {};

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid);
  } catch {
    // It has ended by itself.
  }
}
