import { AnsweringChild } from '../measure/child-process.ts';
import { DeliveryReceiverProcess } from '../measure/delivery-receiver-process.ts';
import type { RaceSettings, Reading, Sweep, SweepField } from '../suite.ts';

const CONNECTIONS = 128;
/** Enough that the receiver runs at its best, and that every agent's screen has been sent to. */
const WARM_DELIVERIES = 5_000;
const WARM_MS = 20_000;
/** A rate is kept when so much of it was done. */
const KEPT = 0.95;

/** Deliveries that come at a rate of their own, whether they are answered or not. */
export const sweepOfDeliveries: Sweep = {
  name: 'deliveries',
  title: 'Deliveries offered a second, until the receiver is saturated',
  axis: 'offered a second',
  steps: [1, 10, 100, 300, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000],
  rounds: 3,
  charts: [
    { title: 'Shown', unit: '/s', lines: [{ metric: 'perSecond', label: 'deliveries a second' }] },
    {
      title: 'Latency',
      unit: 'µs',
      lines: [
        { metric: 'p50', label: 'median' },
        { metric: 'p99', label: '99th percentile' },
      ],
    },
    { title: 'CPU', unit: 'cores', lines: [{ metric: 'busy', label: 'of the receiver' }], cost: true },
    { title: 'Memory', unit: 'B', lines: [{ metric: 'memory', label: 'held in the end' }], cost: true },
  ],
  open: openField,
};

async function openField({ roundMs }: RaceSettings): Promise<SweepField> {
  const sender = new AnsweringChild({ file: 'delivery-sender' });
  let refused = 0;
  return {
    async read(perSecond) {
      // Another for each step: what is known of earlier deliveries would count as this step's.
      await using receiver = await DeliveryReceiverProcess.start('ours');
      const before = await receiver.liveBytes();
      await receiver.take(sender, { connections: CONNECTIONS, ms: WARM_MS, atMost: WARM_DELIVERIES });
      // Slow rates for longer, or there would be nothing to see.
      const ms = Math.max(roundMs, Math.min(2_000, 3_000 / perSecond));
      const reading: Reading = await receiver.take(sender, { connections: CONNECTIONS, ms, perSecond });
      const memory = (await receiver.liveBytes()) - before;
      refused += reading['refused'] ?? 0;
      const kept = (reading['perSecond'] ?? 0) >= perSecond * KEPT;
      return { ...reading, memory, saturated: kept || perSecond < 100 ? 0 : 1 };
    },
    remarks: () => [`${refused} deliveries were refused`],
    close: () => sender.close(),
  };
}
