import { type Operation, OPERATIONS, type RequestKind } from '@elasticfunnels/switch-core';
import { answerFault } from './answer-fault.ts';
import { healthyBytes } from './answer-text.ts';
import { BODY_FAULTS } from './body-faults.ts';
import { succeeded } from './conclusions.ts';
import type { Conclusion, Fault, FaultFacts, RequestRole } from './fault.ts';
import { FRAMING_FAULTS } from './framing-faults.ts';
import { HEAD_FAULTS } from './head-faults.ts';
import { REDIRECT_FAULTS } from './redirect-faults.ts';
import { REUSE_FAULTS } from './reuse-faults.ts';
import { SIZE_FAULTS } from './size-faults.ts';
import { CONNECT_FAULTS, STAGE_FAULTS } from './stage-faults.ts';
import { STATUS_FAULTS } from './status-faults.ts';
import { TLS_FAULTS } from './tls-faults.ts';

/** No fault at all: what every test of faults is to be tried on too. */
export const NO_FAULT: Fault = answerFault({
  name: 'none',
  summary: 'Nothing is wrong.',
  conclusions: succeeded,
  send: ({ healthy }) => [healthyBytes(healthy)],
});

/** Every fault that a server, or the network before it, can be made to have; each name once. */
export const FAULTS: readonly Fault[] = [
  NO_FAULT,
  ...CONNECT_FAULTS,
  ...STAGE_FAULTS,
  ...TLS_FAULTS,
  ...FRAMING_FAULTS,
  ...HEAD_FAULTS,
  ...SIZE_FAULTS,
  ...BODY_FAULTS,
  ...STATUS_FAULTS,
  ...REDIRECT_FAULTS,
  ...REUSE_FAULTS,
];

/** The fault of this name. @throws Error when there is none. */
export function getFault(name: string): Fault {
  const fault = FAULTS.find((one) => one.name === name);
  if (fault === undefined) throw new Error(`There is no fault ${name}.`);
  return fault;
}

/** What a request of an operation is, as far as failures go. */
export function roleOf(operation: Operation, kind?: RequestKind): RequestRole {
  if (kind === 'question') return 'question';
  if (operation === 'makeCall') return 'dial';
  return OPERATIONS[operation].idempotent ? 'repeatable' : 'command';
}

/**
 * What a correct client may conclude when a fault strikes a request of an operation. `connect` asks only whether
 * somebody answers, so any whole answer may be a result there.
 */
export function conclusionsOf(fault: FaultFacts, operation: Operation, kind?: RequestKind): readonly Conclusion[] {
  const conclusions = fault.conclusions[roleOf(operation, kind)];
  return operation === 'connect' && fault.stage === 'answered' ? [...conclusions, { ends: 'result' }] : conclusions;
}
