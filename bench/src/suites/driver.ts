import type { ClientName } from '../clients/clients.ts';
import { busyRemark } from '../measure/busy-remark.ts';
import { AnsweringChild } from '../measure/child-process.ts';
import { DialServerProcess } from '../measure/dial-server-process.ts';
import type { Bound, Contestant, Field, Figure, Reading, Suite } from '../suite.ts';
import type { DialQuestion } from '../processes/dial-client.ts';

const IN_FLIGHT = 50;

/** `makeCall` through the host, against what would be written by hand. */
export const driver: Suite = {
  name: 'driver',
  title: 'makeCall through the whole driver, against a server in another process',
  seconds: 100,
  races: [
    {
      title: `throughput with ${IN_FLIGHT} in flight`,
      rounds: 9,
      figures: [
        figure('B1', 'calls a second, 50 in flight, against undici', 'callsPerSecond', 'undici', { atLeast: 1.3 }),
        figure('B2', 'CPU a call, 50 in flight, against undici', 'cpuPerCall', 'undici', { atMost: 0.75 }),
        figure('B3', 'calls a second, 50 in flight, against axios', 'callsPerSecond', 'axios', { atLeast: 6 }),
        figure('B3', 'calls a second, 50 in flight, against fetch', 'callsPerSecond', 'fetch', { atLeast: 4 }),
        figure('B3', 'calls a second, 50 in flight, against node:http', 'callsPerSecond', 'node:http', { atLeast: 2 }),
        figure('-', 'calls a second, 50 in flight, against got', 'callsPerSecond', 'got'),
        { ...figure('-', 'the switch kept, not asked for each time', 'callsPerSecond', 'undici'), ours: 'ours, switch kept' },
      ],
      open: ({ roundMs }) =>
        openField(['ours', 'undici', 'ours, switch kept', 'node:http', 'fetch', 'axios', 'got'], {
          kind: 'throughput',
          inFlight: IN_FLIGHT,
          ms: roundMs,
        }),
    },
    {
      title: 'latency, one after the other',
      rounds: 9,
      figures: [
        figure('B4', 'median latency, one after the other, against undici', 'p50', 'undici', { atMost: 1 }),
        figure('B4', '99th percentile, one after the other, against undici', 'p99', 'undici', { atMost: 1.25 }),
      ],
      open: ({ roundMs }) => openField(['ours', 'undici'], { kind: 'latency', inFlight: 1, ms: roundMs }),
    },
  ],
};

function figure(id: string, title: string, metric: string, peer: ClientName, bound?: Bound): Figure {
  const unit = metric === 'callsPerSecond' ? '/s' : 'µs';
  return { id, title, metric, unit, ours: 'ours', peer, ...(bound === undefined ? {} : { bound }) };
}

async function openField(names: readonly ClientName[], question: DialQuestion): Promise<Field> {
  const server = await DialServerProcess.start();
  return {
    contestants: names.map((name) => dialClient(name, server, question)),
    remarks: (readings) => [busyRemark(readings, { metric: 'serverBusy', whose: "the server's" })],
    close: () => server.close(),
  };
}

function dialClient(name: ClientName, server: DialServerProcess, question: DialQuestion): Contestant {
  return {
    name,
    async open() {
      const child = new AnsweringChild({ file: 'dial-client', args: [name, server.origin] });
      return { read: () => server.watch(() => child.ask<Reading>(question)), close: () => child.close() };
    },
  };
}
