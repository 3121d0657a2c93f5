import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

/** A port on 127.0.0.1 that answers no attempt to connect, as a firewall does that drops packets. */
export interface SilentPort {
  readonly port: number;
  close(): Promise<void>;
}

// A thread that listens and then sleeps for good: nobody takes the connections out of the kernel's queue.
const LISTEN_AND_SLEEP = `
const { parentPort } = require('node:worker_threads');
const server = require('node:net').createServer();
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  parentPort.postMessage(server.address().port);
  setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
});`;

/** How many connections fill the queue: Linux keeps one more than it is told, and macOS half as many again. */
const FILLERS = 4;

/**
 * Listens with a queue that is full, so that the kernel drops whoever comes next (on Linux and macOS; Windows refuses).
 * Nothing but loopback takes part: an unroutable address would depend on somebody else's router.
 */
export async function openSilentPort(): Promise<SilentPort> {
  const worker = new Worker(LISTEN_AND_SLEEP, { eval: true });
  const [port] = (await once(worker, 'message')) as [number];
  const fillers = Array.from({ length: FILLERS }, () => connect(port, '127.0.0.1').on('error', () => {}));
  // Those that the queue takes are connected at once; the others never are.
  await Promise.race(fillers.map((filler) => once(filler, 'connect')));
  await Promise.race([isQueueFull(fillers), once(worker, 'exit')]);
  return {
    port,
    async close() {
      const closed = fillers.map((filler) => (filler.closed ? undefined : once(filler, 'close')));
      for (const filler of fillers) filler.destroy();
      await Promise.all([worker.terminate(), ...closed]);
    },
  };
}

// A round trip on loopback is over within a few turns of the event loop: who is not in by then is being dropped.
async function isQueueFull(fillers: readonly Socket[]): Promise<void> {
  for (let quietTurns = 0, before = -1; quietTurns < 50; quietTurns += 1) {
    const connected = fillers.filter(({ connecting }) => !connecting).length;
    if (connected !== before) quietTurns = 0;
    before = connected;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
