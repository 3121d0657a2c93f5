import { styleText } from 'node:util';

/** Where the command line reads from and writes to. */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Relative paths start here. */
  readonly directory: string;
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/** How a text may stand out. */
export type Style = 'bold' | 'green' | 'red' | 'yellow' | 'dim';

/** Colours a text on a terminal that wants colours, and nowhere else. */
export function styled(terminal: Terminal, style: Style, text: string): string {
  const plain = terminal.stdout.isTTY !== true || (terminal.environment['NO_COLOR'] ?? '') !== '';
  return plain ? text : styleText(style, text, { validateStream: false });
}

/** Writes one line. */
export function printLine(terminal: Terminal, line = ''): void {
  terminal.stdout.write(`${line}\n`);
}
