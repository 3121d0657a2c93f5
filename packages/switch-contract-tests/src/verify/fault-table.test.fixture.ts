import { ANSWER_FAULTS } from './answer-faults.test.fixture.ts';
import { BEHAVIOUR_FAULTS } from './behaviour-faults.test.fixture.ts';
import { type Fault, FAULTS } from './faults.test.fixture.ts';

/** Every fault that the kit must catch. */
export const FAULT_TABLE: readonly Fault[] = [...FAULTS, ...ANSWER_FAULTS, ...BEHAVIOUR_FAULTS];
