import { SwitchError } from '@elasticfunnels/switch-core';
import { expect, test } from 'vitest';
import { describePreflightFailure } from './preflight.ts';

test.each(['self_signed', 'unknown_issuer'] as const)(
  'a certificate that is %s is told by that name, and --ca with it',
  (check) => {
    const failure = new SwitchError('TLS_FAILED', { host: 'proxy.example', check, reason: 'self-signed certificate' });
    expect(describePreflightFailure(failure)).toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining(`TLS (${check})`),
      next: expect.stringContaining('--ca FILE'),
    });
  },
);

test('an expired certificate is no matter of trust', () => {
  const failure = new SwitchError('TLS_FAILED', { host: 'proxy.example', check: 'expired', reason: 'expired' });
  expect(describePreflightFailure(failure)?.next).not.toContain('--ca');
});

test('an answer of whatever status is the verification’s business', () => {
  expect(describePreflightFailure(new SwitchError('UPSTREAM_FAILED', { httpStatus: 500 }))).toBeUndefined();
  expect(describePreflightFailure(new SwitchError('CONTRACT_VIOLATED', { reason: 'not_json', httpStatus: 200 }))).toBeUndefined();
  expect(describePreflightFailure(new SwitchError('UPSTREAM_FAILED', {}))).toMatchObject({ kind: 'unreachable' });
});
