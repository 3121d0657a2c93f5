import { openFunctions } from '../measure/measured-function.ts';
import type { Suite } from '../suite.ts';

/** Reading telephone numbers. */
export const numbers: Suite = {
  name: 'numbers',
  title: 'reading a number',
  seconds: 30,
  races: [
    {
      title: 'a number that was seen before',
      rounds: 7,
      figures: [
        {
          id: 'B9',
          title: 'reading a number that was seen before',
          metric: 'time',
          unit: 'µs',
          ours: 'number ours',
          bound: { atMost: 1 },
        },
        {
          id: '-',
          title: 'against the library by itself',
          metric: 'time',
          unit: 'µs',
          ours: 'number ours',
          peer: 'number library',
        },
      ],
      open: async (settings) => openFunctions(['number ours', 'number library'], settings),
    },
  ],
};
