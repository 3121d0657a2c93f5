import { expect, test } from 'vitest';
import { describeCode } from './describe-code.ts';
import { ERROR_POLICY } from './error-policy.ts';
import { SwitchError } from './switch-error.ts';

test('an error of a capability that is missing names it, unless the place that raises it knows better', () => {
  const details = { capability: 'call.status' };
  expect(new SwitchError('CAPABILITY_MISSING', details).message).toBe('This switch cannot do that. It lacks call.status.');
  expect(new SwitchError('CAPABILITY_MISSING', details, { message: 'Not today.' }).message).toBe('Not today.');
  expect(describeCode('CAPABILITY_MISSING', { capability: '' })).toBe(ERROR_POLICY.CAPABILITY_MISSING.message);
});

test('any other error says what its code means', () => {
  expect(new SwitchError('CLOSED', {}).message).toBe(ERROR_POLICY.CLOSED.message);
  expect(describeCode('REJECTED', {})).toBe(ERROR_POLICY.REJECTED.message);
});
