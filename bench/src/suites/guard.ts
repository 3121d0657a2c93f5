import { DialServerProcess } from '../measure/dial-server-process.ts';
import { openFunctions } from '../measure/measured-function.ts';
import { countLookups } from '../micro/guard-cases.ts';
import type { Suite } from '../suite.ts';

/** What it costs to keep connections out of the network. */
export const guard: Suite = {
  name: 'guard',
  title: 'the address guard',
  seconds: 30,
  races: [
    {
      title: 'judging an address, as is done for each connection',
      rounds: 7,
      figures: [
        {
          id: 'B11',
          title: 'judging a public IPv4 address',
          metric: 'time',
          unit: 'µs',
          ours: 'guard IPv4',
          bound: { atMost: 1 },
        },
        {
          id: 'B11',
          title: 'judging a public IPv6 address',
          metric: 'time',
          unit: 'µs',
          ours: 'guard IPv6',
          bound: { atMost: 1 },
        },
      ],
      open: async (settings) => openFunctions(['guard IPv4', 'guard IPv6'], settings),
    },
    {
      title: 'requests on a connection that is open',
      rounds: 1,
      figures: [
        {
          id: 'B11',
          title: 'lookups a request, on a connection that is open',
          metric: 'lookups',
          unit: 'count',
          ours: 'ours',
          bound: { atMost: 0 },
        },
      ],
      async open() {
        const server = await DialServerProcess.start();
        const read = async (): Promise<{ readonly lookups: number }> => ({ lookups: await countLookups(server.origin, 200) });
        const ours = { name: 'ours', open: async () => ({ read, close: async () => {} }) };
        return { contestants: [ours], close: () => server.close() };
      },
    },
  ],
};
