import { PassThrough } from 'node:stream';
import type { Terminal } from '../cli/terminal.ts';

/** A terminal whose output is kept, for tests. */
export interface CapturedTerminal extends Terminal {
  readonly out: () => string;
  readonly err: () => string;
}

/** A terminal that is no TTY, in a directory, with an environment of its own. */
export function captureTerminal(directory: string, environment: Readonly<Record<string, string>> = {}): CapturedTerminal {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const read = (stream: PassThrough): (() => string) => {
    let text = '';
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
    });
    return () => text;
  };
  const out = read(stdout);
  const err = read(stderr);
  return { directory, environment, stdin: new PassThrough(), stdout, stderr, out, err };
}
