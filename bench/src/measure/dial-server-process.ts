import type { Reading } from '../suite.ts';
import { AnsweringChild } from './child-process.ts';

/** What the server has used so far: microseconds of CPU, at a moment of its own clock in milliseconds. */
interface Usage {
  readonly cpu: number;
  readonly at: number;
  readonly calls: number;
}

/** The server that answers dials, in a process of its own. */
export class DialServerProcess {
  readonly #child: AnsweringChild;
  readonly origin: string;

  private constructor(child: AnsweringChild, origin: string) {
    this.#child = child;
    this.origin = origin;
  }

  static async start(answerBytes = 0): Promise<DialServerProcess> {
    const child = new AnsweringChild({ file: 'dial-server', args: [String(answerBytes)] });
    const { port } = await child.ask<{ readonly port: number }>('port');
    return new DialServerProcess(child, `http://127.0.0.1:${port}`);
  }

  /** Adds to a reading how busy the server was meanwhile, from 0 to 1 of a core. */
  async watch(work: () => Promise<Reading>): Promise<Reading> {
    const before = await this.#child.ask<Usage>('usage');
    const reading = await work();
    const after = await this.#child.ask<Usage>('usage');
    return { ...reading, serverBusy: (after.cpu - before.cpu) / ((after.at - before.at) * 1000) };
  }

  close(): Promise<void> {
    return this.#child.close();
  }
}
