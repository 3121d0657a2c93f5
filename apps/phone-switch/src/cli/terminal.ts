import type { Readable } from 'node:stream';
import { styleText } from 'node:util';

/** Where the command line writes to. */
export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** Where the command line reads from and writes to. */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Relative paths start here. */
  readonly directory: string;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Output;
  readonly stderr: Output;
  /** Whether a machine reads: then only what it asked for is told. */
  readonly json?: boolean;
}

type Style = 'bold' | 'green' | 'red' | 'yellow' | 'dim';

/** Colours a text on a terminal that wants colours, and nowhere else; say so when it does not go to stdout. */
export function styled(terminal: Terminal, style: Style, text: string, output: Output = terminal.stdout): string {
  const plain = output.isTTY !== true || (terminal.environment['NO_COLOR'] ?? '') !== '';
  return plain ? text : styleText(style, text, { validateStream: false });
}

/** What a person should know, and a machine did not ask for. */
export function warn(terminal: Terminal, text: string): void {
  if (terminal.json !== true) terminal.stderr.write(`Warning: ${text}\n`);
}
