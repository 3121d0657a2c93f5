import type { Socket } from 'node:net';
import type { Clock } from '@elasticfunnels/switch-core';
import { healthyBytes } from './answer-text.ts';
import type { FaultBehaviour, HealthyAnswer, SeenRequest, StrikePoint, StruckExchange } from './fault-behaviour.ts';
import { RequestReader } from './request-reader.ts';

/** What a connection needs of its server. */
export interface ConnectionServices {
  readonly behaviour: FaultBehaviour;
  readonly clock: Clock;
  readonly origin: URL;
  readonly dripMs: number;
  readonly maxSentBytes: number;
  readonly answer: (request: SeenRequest | undefined) => HealthyAnswer;
  readonly onBytes: (count: number) => void;
  readonly onRequest: (request: SeenRequest) => void;
  readonly onStrike: () => void;
}

/** One connection to a fault server: reads requests, answers the early ones well, and does the rest harm. */
export class FaultConnection {
  /** What is spoken on; over TLS, the one inside. */
  readonly #socket: Socket;
  /** What is reset: TLS has no way to do that. */
  readonly #wire: Socket;
  readonly #services: ConnectionServices;
  readonly #reader: RequestReader;
  #requests = 0;
  #over = false;
  // One exchange after the other: a client that pipelines gets its answers in order.
  #work: Promise<void> = Promise.resolve();

  constructor(socket: Socket, wire: Socket, index: number, services: ConnectionServices) {
    this.#socket = socket;
    this.#wire = wire;
    this.#services = services;
    this.#reader = new RequestReader(index);
  }

  start(): void {
    const { strikesAt, after } = this.#services.behaviour;
    if (strikesAt === 'accept') {
      this.#over = after !== 'keep';
      this.#work = this.#strike(undefined);
    }
    this.#socket.on('data', (chunk: Buffer) => {
      this.#services.onBytes(chunk.length);
      if (!this.#over) this.#read(chunk);
    });
  }

  #read(chunk: Buffer): void {
    for (const event of this.#reader.read(chunk)) {
      const request = event.reached === 'request' ? event.request : undefined;
      if (request !== undefined) this.#services.onRequest(request);
      if (this.#isStruckAt(event.reached)) {
        // Whatever else comes is not read as a request, unless the connection goes on.
        this.#over = this.#services.behaviour.after !== 'keep';
        this.#work = this.#work.then(() => this.#strike(request));
      } else if (request !== undefined && this.#isHealthy()) {
        this.#work = this.#work.then(() => this.#send([healthyBytes(this.#services.answer(request))]));
      }
      if (request !== undefined) this.#requests += 1;
      if (this.#over) return;
    }
  }

  #isHealthy(): boolean {
    return this.#services.behaviour.strikesAt === 'accept' || this.#requests + 1 < (this.#services.behaviour.strikesFrom ?? 1);
  }

  #isStruckAt(point: StrikePoint): boolean {
    return point === (this.#services.behaviour.strikesAt ?? 'request') && !this.#isHealthy();
  }

  async #strike(request: SeenRequest | undefined): Promise<void> {
    const { behaviour, answer, origin, onStrike } = this.#services;
    onStrike();
    const exchange: StruckExchange = { healthy: answer(request), origin, ...(request === undefined ? {} : { request }) };
    await this.#send(behaviour.send?.(exchange) ?? []);
    if (behaviour.after === 'reset') this.#wire.resetAndDestroy();
    if (behaviour.after === 'close') this.#socket.end();
  }

  /** Writes until all is written, the bound is reached or the client is gone. */
  async #send(pieces: Iterable<string | Uint8Array>): Promise<void> {
    const { behaviour, dripMs, maxSentBytes } = this.#services;
    let left = maxSentBytes;
    for (const piece of behaviour.drips === true ? bytesOf(pieces) : pieces) {
      const bytes = Buffer.from(piece as Uint8Array);
      left -= bytes.length;
      if (left < 0 || !this.#socket.writable) return;
      await this.#write(bytes);
      if (behaviour.drips === true) await this.#pause(dripMs);
    }
  }

  // Settles when the bytes have left this process, so that a reset after them does not take them back.
  async #write(bytes: Uint8Array): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#socket.once('close', resolve);
      this.#socket.write(bytes, () => {
        this.#socket.off('close', resolve);
        resolve();
      });
    });
  }

  async #pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const end = (): void => {
        cancel();
        this.#socket.off('close', end);
        resolve();
      };
      const cancel = this.#services.clock.setTimer(ms, end);
      this.#socket.once('close', end);
      if (this.#socket.destroyed) end();
    });
  }
}

function* bytesOf(pieces: Iterable<string | Uint8Array>): Generator<Uint8Array> {
  for (const piece of pieces) for (const byte of Buffer.from(piece as Uint8Array)) yield Uint8Array.of(byte);
}
