import { openFunctions } from '../measure/measured-function.ts';
import type { Figure, Race, Suite } from '../suite.ts';

/** Believing a delivery, against the package of the Standard Webhooks. */
export const screenPop: Suite = {
  name: 'screen-pop',
  title: 'verifying a delivery, against the standardwebhooks package',
  races: [race('valid', 'a valid signature', 3.5), race('large', 'a body of 16 KB', 6), race('forged', 'a wrong signature', 7)],
};

function race(name: string, title: string, times: number): Race {
  const ours = `${name} ours`;
  const peer = `${name} package`;
  const figure: Figure = { id: 'B8', title, metric: 'time', unit: 'µs', ours, peer, bound: { atLeast: times }, asSpeed: true };
  return { title, rounds: 7, figures: [figure], open: async (settings) => openFunctions([ours, peer], settings) };
}
