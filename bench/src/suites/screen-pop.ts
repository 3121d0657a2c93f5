import { openFunctions } from '../measure/measured-function.ts';
import type { Bound, Figure, Race, Suite } from '../suite.ts';

// What each does with a delivery differs, and so does what it may be compared with. The package verifies, and parses the
// body as JSON unless it is told not to; octokit's verifies alone, and checks no time; Stripe's verifies and parses.

/** Believing a delivery, against the package of the Standard Webhooks. */
export const screenPop: Suite = {
  name: 'screen-pop',
  title: 'verifying a delivery, against the standardwebhooks package',
  seconds: 70,
  races: [
    race('a valid signature', [
      figure('B8', 'verifying 300 bytes, against standardwebhooks without its JSON.parse', ['valid ours', 'valid package'], {
        atLeast: 3.5,
      }),
      figure('-', "verifying 300 bytes, against octokit's (no time checked)", ['valid ours', 'valid octokit']),
    ]),
    race('from the bytes to the event', [
      figure(
        'B8',
        'verifying, parsing, decoding, against standardwebhooks with its JSON.parse',
        ['parsed ours', 'parsed package'],
        {
          atLeast: 1.8,
        },
      ),
      figure('-', "verifying, parsing, decoding, against Stripe's verifying and parsing", ['parsed ours', 'parsed stripe']),
    ]),
    race('a body of 16 KB', [
      figure('B8', 'verifying 16 KB, against standardwebhooks without its JSON.parse', ['large ours', 'large package'], {
        atLeast: 6,
      }),
    ]),
    race('a wrong signature', [
      figure('B8', 'refusing a wrong signature, against standardwebhooks', ['forged ours', 'forged package'], { atLeast: 7 }),
    ]),
  ],
};

function figure(id: string, title: string, [ours, peer]: readonly [string, string], bound?: Bound): Figure {
  return { id, title, metric: 'time', unit: 'µs', ours, peer, ...(bound === undefined ? {} : { bound }), asSpeed: true };
}

function race(title: string, figures: readonly Figure[]): Race {
  const names = [...new Set(figures.flatMap(({ ours, peer = ours }) => [ours, peer]))];
  return { title, rounds: 7, figures, open: async (settings) => openFunctions(names, settings) };
}
