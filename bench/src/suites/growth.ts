import { sweepOfActiveBrands, sweepOfAnswerSizes, sweepOfInFlight, sweepOfOrigins } from '../growth/dial-sweeps.ts';
import { sweepOfDeliveries } from '../growth/delivery-sweep.ts';
import { sweepOfIdleBrands } from '../growth/idle-brands-sweep.ts';
import type { Suite } from '../suite.ts';

/** How everything changes when there is ever more of something. */
export const growth: Suite = {
  name: 'growth',
  title: 'ever more brands, calls, origins, bytes, deliveries',
  seconds: 300,
  sweeps: [sweepOfIdleBrands, sweepOfActiveBrands, sweepOfInFlight, sweepOfOrigins, sweepOfAnswerSizes, sweepOfDeliveries],
};
