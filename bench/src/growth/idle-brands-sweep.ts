import { AnsweringChild } from '../measure/child-process.ts';
import type { Reading, Sweep } from '../suite.ts';

/** Brands that are registered and never called for. */
export const sweepOfIdleBrands: Sweep = {
  name: 'brands-idle',
  title: 'Registered brands that nobody calls for',
  axis: 'brands',
  steps: [1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000],
  rounds: 5,
  charts: [
    { title: 'Time to register them all', unit: 'ms', lines: [{ metric: 'registerMs', label: 'settings checked' }], cost: true },
    { title: 'Memory that they hold', unit: 'B', lines: [{ metric: 'heap', label: 'heap, host included' }], cost: true },
  ],
  async open() {
    const child = new AnsweringChild({ file: 'brand-holder', args: ['ours'], execArgv: ['--expose-gc'] });
    return {
      async read(brands) {
        const reading = await child.ask<Reading & { readonly heapPerBrand: number }>({ brands });
        return { ...reading, heap: Math.max(1, reading.heapPerBrand * brands) };
      },
      close: () => child.close(),
    };
  },
};
