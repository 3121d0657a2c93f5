import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How a child of the bench is started. */
export interface ChildOptions {
  /** Below `processes/`, without its extension. */
  readonly file: string;
  readonly args?: readonly string[];
  readonly execArgv?: readonly string[];
}

/** How long a child may take for one answer, in milliseconds. */
const PATIENCE_MS = 120_000;

/** A process of the bench that answers one question at a time. */
export class AnsweringChild {
  readonly #child: ChildProcess;

  constructor({ file, args = [], execArgv = [] }: ChildOptions) {
    const path = fileURLToPath(new URL(`../processes/${file}.js`, import.meta.url));
    this.#child = fork(path, args, { execArgv: [...execArgv], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  }

  /** @throws Error when the child fails, goes away or stays silent. */
  ask<Answer>(question: unknown): Promise<Answer> {
    const child = this.#child;
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        child.off('message', onMessage).off('exit', onExit);
      };
      const onMessage = (message: unknown): void => {
        end();
        const { answer, failure } = message as { readonly answer: Answer; readonly failure?: string };
        if (failure === undefined) resolve(answer);
        else reject(new Error(failure));
      };
      const onExit = (code: number | null): void => {
        end();
        reject(new Error(`a process of the bench ended with ${code ?? 'a signal'}`));
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error('a process of the bench does not answer'));
      }, PATIENCE_MS);
      child.on('message', onMessage).on('exit', onExit);
      child.send(question as object);
    });
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill();
    await ended;
  }
}

/** The other end: answers each question of the parent, in a child. */
export function answerParent(answer: (question: never) => unknown): void {
  process.on('message', (question) => {
    Promise.resolve()
      .then(() => answer(question as never))
      .then(
        (found) => process.send?.({ answer: found }),
        (error: unknown) => process.send?.({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
      );
  });
  process.on('disconnect', () => process.exit(0));
}
