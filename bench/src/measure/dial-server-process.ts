import type { Reading } from '../suite.ts';
import { AnsweringChild } from './child-process.ts';

/** What the server has used so far: microseconds of CPU, at a moment of its own clock in milliseconds. */
interface Usage {
  readonly cpu: number;
  readonly at: number;
}

const originOf = (port: number): string => `http://127.0.0.1:${port}`;

/** The server that answers dials, in a process of its own. */
export class DialServerProcess {
  readonly #child: AnsweringChild;
  readonly origin: string;

  private constructor(child: AnsweringChild, port: number) {
    this.#child = child;
    this.origin = originOf(port);
  }

  static async start(): Promise<DialServerProcess> {
    const child = new AnsweringChild({ file: 'dial-server' });
    return new DialServerProcess(child, await child.ask<number>('port'));
  }

  /** Listens at so many more ports, or at as many as the machine lets one process open. */
  async openOrigins(count: number): Promise<readonly string[]> {
    const ports = await this.#child.ask<readonly number[]>({ ports: count });
    return ports.map(originOf);
  }

  /** How long each answer is from now on. */
  async answerWith(answerBytes: number): Promise<void> {
    await this.#child.ask({ answerBytes });
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
