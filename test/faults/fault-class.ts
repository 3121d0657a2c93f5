import type { MatrixCase } from './matrix-case.ts';

/** The kinds of faults as a person would count them, in the order in which an exchange meets them. */
export const FAULT_CLASSES = [
  'nothing is wrong',
  'name resolution',
  'connecting',
  'TLS handshake',
  'while the request is sent',
  'a connection used again',
  'before the answer is whole',
  'a whole answer: body',
  'a whole answer: redirect',
  'a whole answer: refusal or failure',
] as const;

/** One kind of faults. */
export type FaultClass = (typeof FAULT_CLASSES)[number];

/** Which kind a fault is of. */
export function classOf({ name, stage }: MatrixCase['fault']): FaultClass {
  if (name === 'none') return 'nothing is wrong';
  switch (stage) {
    case 'resolve':
      return 'name resolution';
    case 'connect':
      return 'connecting';
    case 'handshake':
      return 'TLS handshake';
    case 'request':
      return 'while the request is sent';
    case 'reuse':
      return 'a connection used again';
    case 'answer':
      return 'before the answer is whole';
    case 'answered':
      if (name.startsWith('redirect-') || name === 'status-300' || name === 'status-304') return 'a whole answer: redirect';
      return /^status-(?!204)|-404$/.test(name) ? 'a whole answer: refusal or failure' : 'a whole answer: body';
  }
}
