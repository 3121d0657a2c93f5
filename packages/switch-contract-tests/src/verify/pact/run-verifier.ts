import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '@elasticfunnels/switch-core';
import { findVerifier } from './find-verifier.ts';
import { readVerdicts, type VerifierVerdicts } from './read-verdicts.ts';
import { verifierEnvironment } from './verifier-environment.ts';

/** One run of the verifier. */
export interface VerifierRun {
  readonly pactFiles: readonly string[];
  /** Where the verifier takes the middleware to be: the capture proxy. */
  readonly port: number;
  readonly statesUrl: string;
  /** A folder of the run's own, for the verifier's report. */
  readonly directory: string;
  /** The bound of one request and of one state's setup, in milliseconds; the proxy has a closer one. */
  readonly requestTimeoutMs: number;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

/** The verifier did not come to an end, or said nothing that can be read. */
export class VerifierFailedError extends Error {
  override readonly name = 'VerifierFailedError';
}

const KILL_AFTER_MS = 2_000;

/** Runs the verifier over all pacts, one interaction after the other. @throws VerifierFailedError */
export async function runVerifier(run: VerifierRun): Promise<VerifierVerdicts> {
  const report = join(run.directory, 'verifier.json');
  const stderr = await execute(findVerifier(), argumentsOf(run, report), run);
  let text: string;
  try {
    text = await readFile(report, 'utf8');
  } catch {
    if (run.signal.aborted) return { results: new Map(), interactions: 0 };
    throw new VerifierFailedError(`The verifier wrote no report. It said: ${stderr.trim().slice(-500) || 'nothing'}`);
  }
  return readVerdicts(text);
}

function argumentsOf(run: VerifierRun, report: string): readonly string[] {
  const files = run.pactFiles.map((file) => `--file=${file}`);
  return [
    'verifier',
    ...files,
    '--hostname=127.0.0.1',
    `--port=${run.port}`,
    `--state-change-url=${run.statesUrl}`,
    '--state-change-teardown',
    `--request-timeout=${run.requestTimeoutMs}`,
    `--json=${report}`,
    '--no-colour',
    '--loglevel=none',
  ];
}

function execute(binary: string, words: readonly string[], { deadlineMs, signal }: VerifierRun): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, words, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: verifierEnvironment(process.env),
    });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = `${stderr}${chunk.toString('utf8')}`.slice(-4_000);
    });
    const bound = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
    let cancelKill = (): void => {};
    const stop = (): void => {
      child.kill('SIGTERM');
      cancelKill = systemClock.setTimer(KILL_AFTER_MS, () => child.kill('SIGKILL'));
    };
    bound.addEventListener('abort', stop, { once: true });
    if (bound.aborted) stop();
    child.on('error', (error) => reject(new VerifierFailedError(`The verifier could not be started: ${error.message}`)));
    child.on('close', () => {
      cancelKill();
      bound.removeEventListener('abort', stop);
      if (bound.aborted && !signal.aborted) reject(new VerifierFailedError(`The verifier did not end within ${deadlineMs} ms.`));
      else resolve(stderr);
    });
  });
}
