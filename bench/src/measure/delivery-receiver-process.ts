import type { ReceiverName } from '../receivers/receivers.ts';
import type { Reading } from '../suite.ts';
import { AnsweringChild } from './child-process.ts';
import type { DeliveryQuestion } from './delivery-load.ts';

interface Usage {
  readonly cpu: number;
  readonly at: number;
  readonly published: number;
}

/** A receiver in a process of its own, that is sent deliveries by another. */
export class DeliveryReceiverProcess {
  readonly #child: AnsweringChild;
  readonly #port: number;

  private constructor(child: AnsweringChild, port: number) {
    this.#child = child;
    this.#port = port;
  }

  static async start(name: ReceiverName): Promise<DeliveryReceiverProcess> {
    const child = new AnsweringChild({ file: 'delivery-receiver', args: [name], execArgv: ['--expose-gc'] });
    return new DeliveryReceiverProcess(child, await child.ask<number>('port'));
  }

  /** What the sender saw, and what it took of this process. @throws Error when the screens got another number of pops. */
  async take(sender: AnsweringChild, question: Omit<DeliveryQuestion, 'port'>): Promise<Reading> {
    const before = await this.#child.ask<Usage>('usage');
    const seen = await sender.ask<Reading>({ ...question, port: this.#port });
    const after = await this.#child.ask<Usage>('usage');
    const published = after.published - before.published;
    const elapsedMs = after.at - before.at;
    if (published !== seen['taken']) throw new Error(`${seen['taken']} deliveries were taken, and ${published} shown`);
    return {
      ...seen,
      published,
      cpuPerDelivery: (after.cpu - before.cpu) / published,
      busy: (after.cpu - before.cpu) / (elapsedMs * 1_000),
    };
  }

  /** What it holds, in bytes. */
  liveBytes(): Promise<number> {
    return this.#child.ask<number>('memory');
  }

  close(): Promise<void> {
    return this.#child.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
