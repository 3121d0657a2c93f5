import { OPERATIONS } from '@elasticfunnels/switch-core';
import { describe, expect, test } from 'vitest';
import { broken, holds, notChecked } from './check.ts';
import { withPace } from './look-at-pace.ts';

describe('how fast a service answers', () => {
  test.each([
    ['connect', 2_500],
    ['hangupCall', 3_750],
    ['getCallRecordingUrl', 3_750],
    ['transferCall', 7_500],
  ] as const)('%s may take a quarter of its deadline, and no more', (operation, mostMs) => {
    expect(OPERATIONS[operation].deadlineMs).toBe(mostMs * 4);
    expect(withPace(holds('HTTP 200'), operation, mostMs)).toEqual(holds('HTTP 200'));
    expect(withPace(holds('HTTP 200'), operation, mostMs + 1)).toMatchObject({
      status: 'warning',
      row: 'the-service-fails-or-is-too-slow',
    });
  });

  test('a warning tells the figure, and the deadline that it nears', () => {
    expect(withPace(holds('HTTP 404', { details: ['left open'] }), 'hangupCall', 4_016)).toMatchObject({
      found: 'HTTP 404; slow: it took 4.0 s, and hangupCall is given up after 15 s',
      details: ['left open'],
    });
  });

  test.each([broken('no'), notChecked('given up')])('what does not hold says so first: %j', (finding) => {
    expect(withPace(finding, 'connect', 9_000)).toBe(finding);
  });
});
