import { describe, expect, test } from 'vitest';
import { ERROR_POLICY } from './error-policy.ts';
import { findTroubleshootingRow } from './find-troubleshooting-row.ts';
import { SwitchError } from './switch-error.ts';

describe('an error leads to its section of the troubleshooting page', () => {
  test('by its code', () => {
    expect(findTroubleshootingRow(new SwitchError('UPSTREAM_FAILED', {}))).toBe(ERROR_POLICY.UPSTREAM_FAILED.row);
  });

  test.each([
    [
      'a name without an address',
      new SwitchError('UNREACHABLE', { stage: 'dns', host: 'x', reason: 'r' }),
      'the-name-does-not-resolve',
    ],
    [
      'a host that does not answer',
      new SwitchError('UNREACHABLE', { stage: 'connect', host: 'x', reason: 'r' }),
      'nothing-answers-at-the-address',
    ],
    [
      'an origin that is left alone for its certificate',
      new SwitchError('UNREACHABLE', { stage: 'tls', host: 'x', reason: 'r' }),
      'the-certificate-is-refused',
    ],
    [
      'an origin that is left alone for its silence',
      new SwitchError('UNREACHABLE', { stage: 'answer', host: 'x', reason: 'r' }),
      'the-service-fails-or-is-too-slow',
    ],
    [
      'a path that is missing',
      new SwitchError('CONTRACT_VIOLATED', { reason: 'path_missing' }),
      'the-path-is-missing-or-redirects',
    ],
    [
      'a dial that a redirect leaves in doubt',
      new SwitchError('OUTCOME_UNKNOWN', { reason: 'redirected' }),
      ERROR_POLICY.OUTCOME_UNKNOWN.row,
    ],
    ['a redirect', new SwitchError('CONTRACT_VIOLATED', { reason: 'redirected' }), 'the-path-is-missing-or-redirects'],
    ['a page', new SwitchError('CONTRACT_VIOLATED', { reason: 'not_json' }), 'something-else-answers-than-the-service'],
    ['a URL that is none', new SwitchError('CONTRACT_VIOLATED', { reason: 'unusable_url' }), 'recording-url-empty-or-invalid'],
    [
      'a recording that may not be heard',
      new SwitchError('FORBIDDEN', {}, { operation: 'getCallRecordingUrl' }),
      'recording-url-empty-or-invalid',
    ],
    ['a dial that is not permitted', new SwitchError('FORBIDDEN', {}, { operation: 'makeCall' }), '401403-on-all-calls'],
  ])('%s', (_name, error, row) => {
    expect(findTroubleshootingRow(error)).toBe(row);
  });

  test('of a code that this copy does not know, to the driver', () => {
    const strange = Object.assign(new SwitchError('INTERNAL', {}), { code: 'FROM_THE_FUTURE' });
    expect(findTroubleshootingRow(strange)).toBe('the-driver-fails');
  });
});
