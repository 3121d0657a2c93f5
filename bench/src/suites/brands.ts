import { AnsweringChild } from '../measure/child-process.ts';
import type { Contestant, Reading, Suite } from '../suite.ts';

const BRANDS = 10_000;
const TOLD = '10,000';

/** What a registered brand costs that nobody calls for. */
export const brands: Suite = {
  name: 'brands',
  title: `${TOLD} registered brands that nobody calls for`,
  seconds: 40,
  races: [
    {
      title: 'registering them',
      rounds: 9,
      figures: [
        {
          id: 'B5',
          title: `heap a brand, of ${TOLD} that nobody calls for`,
          metric: 'heapPerBrand',
          unit: 'B',
          ours: 'ours',
          bound: { atMost: 1_024 },
        },
        {
          id: 'B5',
          title: 'their timers, sockets, handles',
          metric: 'resources',
          unit: 'count',
          ours: 'ours',
          bound: { atMost: 0 },
        },
        {
          id: 'B6',
          title: `registering ${TOLD}, settings checked`,
          metric: 'registerMs',
          unit: 'ms',
          ours: 'ours',
          bound: { atMost: 100 },
        },
        { id: '-', title: 'heap, against plain new', metric: 'heapPerBrand', unit: 'B', ours: 'ours', peer: 'plain new' },
        { id: '-', title: 'heap, against awilix scopes', metric: 'heapPerBrand', unit: 'B', ours: 'ours', peer: 'awilix scopes' },
        { id: '-', title: 'time, against plain new', metric: 'registerMs', unit: 'ms', ours: 'ours', peer: 'plain new' },
        { id: '-', title: 'time, against awilix scopes', metric: 'registerMs', unit: 'ms', ours: 'ours', peer: 'awilix scopes' },
      ],
      open: async () => ({ contestants: ['ours', 'plain new', 'awilix scopes'].map(brandHolder), close: async () => {} }),
    },
  ],
};

function brandHolder(name: string): Contestant {
  return {
    name,
    async open() {
      const child = new AnsweringChild({ file: 'brand-holder', args: [name], execArgv: ['--expose-gc'] });
      return { read: () => child.ask<Reading>({ brands: BRANDS }), close: () => child.close() };
    },
  };
}
