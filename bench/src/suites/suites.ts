import type { Suite } from '../suite.ts';
import { brands } from './brands.ts';
import { coldStart } from './cold-start.ts';
import { driver } from './driver.ts';
import { growth } from './growth.ts';
import { guard } from './guard.ts';
import { numbers } from './numbers.ts';
import { receiver } from './receiver.ts';
import { screenPop } from './screen-pop.ts';
import { verify } from './verify.ts';

/** Every suite, in the order in which they run. */
export const SUITES: readonly Suite[] = [driver, brands, coldStart, guard, numbers, screenPop, receiver, verify, growth];
