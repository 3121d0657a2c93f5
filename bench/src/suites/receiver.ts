import { busyRemark } from '../measure/busy-remark.ts';
import { AnsweringChild } from '../measure/child-process.ts';
import { DeliveryReceiverProcess } from '../measure/delivery-receiver-process.ts';
import type { ReceiverName } from '../receivers/receivers.ts';
import type { Bound, Contestant, Field, Figure, Reading, Suite } from '../suite.ts';

const CONNECTIONS = 64;

/** A delivery from the socket to the screen, against the same job written by hand. */
export const receiver: Suite = {
  name: 'receiver',
  title: 'screen pops over HTTP, from the socket to the screen, against the same job written by hand',
  seconds: 80,
  races: [
    {
      title: `signed deliveries over ${CONNECTIONS} connections that are kept`,
      rounds: 9,
      figures: [
        figure('B10', 'deliveries a second, against the job by hand on node:http', 'perSecond', 'node:http', { atLeast: 0.9 }),
        figure('B10', 'deliveries a second, against the job by hand on Express 5', 'perSecond', 'express', { atLeast: 1.7 }),
        figure('-', 'deliveries a second, against the job by hand on Fastify 5', 'perSecond', 'fastify'),
        figure('-', 'deliveries a second, against the job by hand on Hono', 'perSecond', 'hono'),
        figure('-', 'deliveries a second, against node:http that only parses JSON', 'perSecond', 'node:http, JSON only'),
        figure('-', 'CPU a delivery, against node:http', 'cpuPerDelivery', 'node:http'),
        figure('-', '99th percentile, against node:http', 'p99', 'node:http'),
      ],
      open: ({ roundMs }) => openField(['ours', 'node:http', 'express', 'fastify', 'hono', 'node:http, JSON only'], roundMs),
    },
  ],
};

function figure(id: string, title: string, metric: string, peer: ReceiverName, bound?: Bound): Figure {
  const unit = metric === 'perSecond' ? '/s' : 'µs';
  return { id, title, metric, unit, ours: 'ours', peer, ...(bound === undefined ? {} : { bound }) };
}

async function openField(names: readonly ReceiverName[], ms: number): Promise<Field> {
  const sender = new AnsweringChild({ file: 'delivery-sender' });
  return {
    contestants: names.map((name) => contestant(name, sender, ms)),
    remarks: (readings) => [busyRemark(readings, { metric: 'senderBusy', whose: "the sender's" })],
    close: () => sender.close(),
  };
}

function contestant(name: ReceiverName, sender: AnsweringChild, ms: number): Contestant {
  return {
    name,
    async open() {
      const process = await DeliveryReceiverProcess.start(name);
      // A server is at its best only after some ten thousand requests.
      await process.take(sender, { connections: CONNECTIONS, ms: ms * 3 });
      const read = async (): Promise<Reading> => {
        const reading = await process.take(sender, { connections: CONNECTIONS, ms });
        if (reading['refused'] !== 0) throw new Error(`${name} refused ${reading['refused']} deliveries`);
        return reading;
      };
      return { read, close: () => process.close() };
    },
  };
}
