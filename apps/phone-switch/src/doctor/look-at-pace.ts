import { type Operation, OPERATIONS } from '@elasticfunnels/switch-core';
import { type Finding, warns } from './check.ts';

/** A good answer that took more than this part of what its operation may take in all leaves too little for a slower day. */
const TOLERATED_SHARE = 1 / 4;

/** What holds, as a warning where its answer took longer than is good for a call. */
export function withPace(finding: Finding, operation: Operation, durationMs: number): Finding {
  const { deadlineMs } = OPERATIONS[operation];
  if (finding.status !== 'holds' || durationMs <= deadlineMs * TOLERATED_SHARE) return finding;
  const limit = `${operation} is given up after ${deadlineMs / 1_000} s`;
  return warns(`${finding.found}; slow: it took ${(durationMs / 1_000).toFixed(1)} s, and ${limit}`, {
    ...(finding.details === undefined ? {} : { details: finding.details }),
    next: 'Have the team that runs the service find out why: people wait that long at each call, and under load the calls fail.',
    row: 'the-service-fails-or-is-too-slow',
  });
}
