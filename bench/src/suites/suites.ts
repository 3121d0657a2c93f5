import type { Suite } from '../suite.ts';
import { driver } from './driver.ts';

/** Every suite, in the order in which they run. */
export const SUITES: readonly Suite[] = [driver];
