import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { writeDelivery } from '../receivers/deliveries.ts';
import type { Reading } from '../suite.ts';
import { quantile } from './statistics.ts';

/** How deliveries are sent: as fast as they are answered, or so many a second whether they are answered or not. */
export interface DeliveryQuestion {
  readonly port: number;
  readonly connections: number;
  readonly ms: number;
  readonly perSecond?: number;
  /** Ends before its time after so many. */
  readonly atMost?: number;
}

const salt = `${process.pid.toString(36)}x`;
let next = 0;

/**
 * Sends signed deliveries, each another, over connections that are kept, on bare sockets: a client library would be the
 * slower side. What is not answered with 200 counts as refused.
 */
export async function sendDeliveries({ port, connections, ms, perSecond, atMost }: DeliveryQuestion): Promise<Reading> {
  const tally: Tally = { durations: [], refused: 0 };
  const senders = await Promise.all(Array.from({ length: connections }, () => Sender.connect(port, tally)));
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  await (perSecond === undefined ? sendAsAnswered(senders, { ms, atMost }) : sendAtRate(senders, { ms, perSecond }));
  const elapsedMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpuBefore);
  for (const sender of senders) sender.close();
  const taken = tally.durations.length - tally.refused;
  return {
    taken,
    perSecond: (taken / elapsedMs) * 1_000,
    refused: tally.refused,
    p50: quantile(tally.durations, 0.5) * 1_000,
    p99: quantile(tally.durations, 0.99) * 1_000,
    senderBusy: (user + system) / (elapsedMs * 1_000),
  };
}

interface Tally {
  /** In milliseconds, from when a delivery was due. */
  readonly durations: number[];
  refused: number;
}

async function sendAsAnswered(
  senders: readonly Sender[],
  { ms, atMost = Number.POSITIVE_INFINITY }: { readonly ms: number; readonly atMost: number | undefined },
): Promise<void> {
  let sent = 0;
  const endsAt = performance.now() + ms;
  const keepSending = async (sender: Sender): Promise<void> => {
    for (let now = performance.now(); now < endsAt && sent++ < atMost; now = performance.now()) await sender.send(now);
  };
  await Promise.all(senders.map(keepSending));
}

/** A delivery that finds no free connection waits for one, and its time counts from when it was due. */
async function sendAtRate(
  senders: readonly Sender[],
  { ms, perSecond }: { readonly ms: number; readonly perSecond: number },
): Promise<void> {
  const startedAt = performance.now();
  const due = Math.max(1, Math.round((perSecond * ms) / 1_000));
  let sent = 0;
  const work = async (sender: Sender): Promise<void> => {
    while (sent < due) {
      const dueAt = startedAt + (sent++ * 1_000) / perSecond;
      const early = dueAt - performance.now();
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
      // Whoever cannot keep up is told so by the figures, in twice the time at most.
      if (performance.now() - startedAt > ms * 2) return;
      // A timer that ends late is this process's own fault; a connection that was not free in time is the receiver's.
      await sender.send(early > 0 ? performance.now() : dueAt);
    }
  };
  await Promise.all(senders.map(work));
  // The last is sent before the time is over, and nothing is due in the rest of it.
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, startedAt + ms - performance.now())));
}

const HEAD_END = '\r\n\r\n';
const ANSWER = /^HTTP\/1\.1 (\d{3}) [^]*?\r\ncontent-length: *(\d+)/i;

/** One connection, with one delivery under way. */
class Sender {
  readonly #socket: Socket;
  readonly #tally: Tally;
  #received = '';
  #answered: ((failure?: Error) => void) | undefined;

  private constructor(socket: Socket, tally: Tally) {
    this.#socket = socket;
    this.#tally = tally;
    socket.setNoDelay(true).setEncoding('latin1');
    socket.on('data', (text: string) => this.#take(text));
    socket.on('error', (error) => this.#answered?.(error));
    socket.on('close', () => this.#answered?.(new Error('a receiver closed the connection')));
  }

  static async connect(port: number, tally: Tally): Promise<Sender> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Sender(socket, tally);
  }

  async send(dueAt: number): Promise<void> {
    const answered = new Promise<void>((resolve, reject) => {
      this.#answered = (failure) => (failure === undefined ? resolve() : reject(failure));
    });
    this.#socket.write(writeDelivery(next++, salt), 'latin1');
    await answered;
    this.#tally.durations.push(performance.now() - dueAt);
  }

  close(): void {
    this.#answered = undefined;
    this.#socket.destroy();
  }

  #take(text: string): void {
    this.#received += text;
    const headEnd = this.#received.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const [, status, length] = ANSWER.exec(this.#received) ?? [];
    if (status === undefined) return this.#answered?.(new Error(`cannot read this answer: ${this.#received.slice(0, headEnd)}`));
    if (this.#received.length < headEnd + HEAD_END.length + Number(length)) return;
    this.#received = '';
    if (status !== '200') this.#tally.refused += 1;
    this.#answered?.();
  }
}
