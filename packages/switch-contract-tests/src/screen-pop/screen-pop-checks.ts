import type { Check } from '../verify/model/check.ts';

/** A check on what the middleware sends. */
export interface ScreenPopCheck extends Check {
  /** Whether it ends a call. */
  readonly destructive: boolean;
}

const check = (id: string, title: string, level: 'standard' | 'full'): ScreenPopCheck => ({
  id,
  kind: 'screen-pop',
  title,
  operation: 'screenPop',
  level,
  destructive: false,
});

/** The scenario that leads from a screen pop back to the endpoints. */
export const POPPED_CALL: ScreenPopCheck = {
  id: 'S6',
  kind: 'scenario',
  title: 'a screen pop’s call_id is accepted by hangup',
  operation: 'hangup',
  level: 'standard',
  destructive: true,
};

/** Every check on screen pops, in the order in which they are told. */
export const SCREEN_POP_CHECKS: readonly ScreenPopCheck[] = [
  check('P1', 'a delivery is a POST of JSON', 'standard'),
  check('P2', 'a delivery is signed over its raw bytes', 'standard'),
  check('P3', 'a delivery’s timestamp is now', 'standard'),
  check('P4', 'a delivery’s body is the contract’s message', 'standard'),
  check('P5', 'each event has an id of its own', 'standard'),
  POPPED_CALL,
  check('P6', 'a delivery comes again after a 500', 'full'),
  check('P7', 'a delivery comes again when no answer comes', 'full'),
  check('P8', 'a delivery does not come again after a 2xx', 'full'),
];

/** Whether a check needs deliveries to be refused. */
export function isAboutRedelivery({ level }: ScreenPopCheck): boolean {
  return level === 'full';
}
