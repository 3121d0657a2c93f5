import { type Effect, ERROR_POLICY, type SwitchErrorCode } from '@elasticfunnels/switch-core';
import type { Conclusion, Conclusions, RequestRole } from './fault.ts';

const ROLES: readonly RequestRole[] = ['dial', 'command', 'repeatable', 'question'];
const RESULT: Conclusion = { ends: 'result' };

function error(code: SwitchErrorCode, effect: Effect, repeated: boolean): Conclusion {
  return { ends: 'error', code, effect, retryable: ERROR_POLICY[code].retryable, repeated };
}

function forRoles(conclude: (role: RequestRole) => Conclusion): Conclusions {
  const [dial, command, repeatable, question] = ROLES.map((role) => [conclude(role)]);
  return { dial: dial ?? [], command: command ?? [], repeatable: repeatable ?? [], question: question ?? [] };
}

/** Any conclusion of any of these. */
export function either(...all: readonly Conclusions[]): Conclusions {
  const merge = (role: RequestRole): readonly Conclusion[] => all.flatMap((one) => one[role]);
  return { dial: merge('dial'), command: merge('command'), repeatable: merge('repeatable'), question: merge('question') };
}

/** It went well. */
export const succeeded: Conclusions = forRoles(() => RESULT);

/** Some roles conclude differently. */
export function except(most: Conclusions, other: Partial<Conclusions>): Conclusions {
  return { ...most, ...other };
}

/** Nothing left this machine. Tried again where that can help. */
export function notSent(code: 'UNREACHABLE' | 'TLS_FAILED' | 'BLOCKED_ADDRESS'): Conclusions {
  return forRoles(() => error(code, 'none', code === 'UNREACHABLE'));
}

/** The deadline passed before anything left: no time for another try. */
export const neverConnected: Conclusions = either(
  notSent('UNREACHABLE'),
  forRoles(() => error('TIMED_OUT', 'none', false)),
);

/** The code, effect and repetition for what may have been carried out. */
function inDoubt(code: SwitchErrorCode, repeated: boolean): Conclusions {
  return forRoles((role) => {
    if (role === 'dial' || role === 'command') return error('OUTCOME_UNKNOWN', 'unknown', false);
    return error(code, role === 'question' ? 'none' : 'unknown', repeated);
  });
}

/** The connection broke after a part of the request, or all of it, was sent. */
export const lost: Conclusions = inDoubt('UPSTREAM_FAILED', true);

/** No whole answer came within the deadline. */
export const silent: Conclusions = inDoubt('TIMED_OUT', false);

/** A 2xx came, and does not say what it must. */
export const unreadable: Conclusions = inDoubt('CONTRACT_VIOLATED', false);

/** A server error that leaves open whether the command was carried out: 500, 502, 504 and their like. */
export const failed: Conclusions = inDoubt('UPSTREAM_FAILED', true);

/** The service said no, for sure. */
export function refused(code: SwitchErrorCode, repeated = false): Conclusions {
  return forRoles(() => error(code, 'none', repeated));
}

/** A redirect: 302 and 303 also mean "done, look there"; the others only ever "ask there". Never followed. */
export function redirected(status: number): Conclusions {
  return status === 302 || status === 303 ? unreadable : refused('CONTRACT_VIOLATED');
}
