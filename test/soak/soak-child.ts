import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a child process tells: an answer to one question, or news of its own. */
interface ChildMessage {
  readonly answers?: number;
  readonly news?: unknown;
  readonly content?: unknown;
}

const STOP_MS = 10_000;

/** A process of the soak's own surroundings, which is asked questions over its channel. */
export class SoakChild {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #exited: Promise<unknown>;
  #asked = 0;
  #stopping = false;

  constructor(script: URL, onNews: (news: unknown) => void = () => {}) {
    this.#child = fork(fileURLToPath(script), [], { execArgv: ['--conditions=@elasticfunnels/source'] });
    this.#exited = once(this.#child, 'exit');
    this.#child.on('message', ({ answers, news, content }: ChildMessage) => {
      if (answers === undefined) return onNews(news);
      this.#waiting.get(answers)?.resolve(content);
      this.#waiting.delete(answers);
    });
    this.#child.on('exit', (code) => {
      const error = new Error(`${script.href} ended by itself, with ${code}.`);
      for (const { reject } of this.#waiting.values()) reject(error);
      if (!this.#stopping) throw error;
    });
  }

  /** The answer to a question. Whoever asks knows what it looks like. */
  ask<Answer>(question: string, content?: unknown): Promise<Answer> {
    this.#asked += 1;
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(this.#asked, waiting);
    this.#child.send({ asks: this.#asked, question, content });
    return waiting.promise as Promise<Answer>;
  }

  /** Ends the process, which has some time to do so by itself. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#child.connected) this.#child.disconnect();
    const patience = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS);
    await this.#exited;
    clearTimeout(patience);
  }
}
