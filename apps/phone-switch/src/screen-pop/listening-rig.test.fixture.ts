import type { Clock } from '@elasticfunnels/switch-core';
import { five9Plugin } from '@elasticfunnels/switch-five9';
import { vi } from 'vitest';
import { captureTerminal } from '../testing/captured-terminal.ts';
import type { ListenFlags } from './listen-command.ts';
import { runListen } from './run-listen.ts';

/** A `listen` that runs in this process. */
export interface Listening extends AsyncDisposable {
  /** The address that it told. */
  readonly url: string;
  readonly out: () => string;
  readonly err: () => string;
  /** The JSON lines so far. */
  readonly lines: () => readonly { readonly type: string; readonly [member: string]: unknown }[];
  /** Ends it as Ctrl-C does; its exit code. */
  readonly end: () => Promise<number>;
}

/** Starts `listen` on a free port, in a directory with a `five9.json`. */
export async function startListen(
  directory: string,
  flags: Partial<ListenFlags> = {},
  more: { readonly environment?: Readonly<Record<string, string>>; readonly clock?: Clock } = {},
): Promise<Listening> {
  const { environment = {}, ...surroundings } = more;
  const terminal = captureTerminal(directory, environment);
  const ending = new AbortController();
  const given = { flags: { config: 'five9.json', port: '0', host: '127.0.0.1', ...flags }, settings: {} };
  const ended = runListen(terminal, five9Plugin, given, { ...surroundings, signal: ending.signal });
  await Promise.race([ended, vi.waitUntil(() => terminal.out().includes('http://'), { timeout: 10_000 })]);
  const end = (): Promise<number> => {
    ending.abort();
    return ended;
  };
  return {
    url: /http:[^\s"]+/.exec(terminal.out())?.[0] ?? '',
    out: terminal.out,
    err: terminal.err,
    lines: () =>
      terminal
        .out()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    end,
    [Symbol.asyncDispose]: async () => void (await end()),
  };
}
