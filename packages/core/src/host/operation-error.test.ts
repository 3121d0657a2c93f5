import { describe, expect, test } from 'vitest';
import { SwitchError } from '../errors/switch-error.ts';
import { toOperationError } from './operation-error.ts';

const CONTEXT = { plugin: 'vendor', brand: 'acme', correlationId: 'c-1' };

describe('a dial of which nobody knows whether it rings', () => {
  test.each([
    [new SwitchError('TIMED_OUT', {}), 'timed_out'],
    [new SwitchError('ABORTED', {}), 'aborted'],
    [
      new SwitchError('UNREACHABLE', { stage: 'connect', host: 'a.example', reason: 'reset' }, { effect: 'unknown' }),
      'connection_lost',
    ],
    [new SwitchError('CONTRACT_VIOLATED', { reason: 'not_json' }), 'unreadable_answer'],
    [new SwitchError('UPSTREAM_FAILED', { httpStatus: 502 }), 'upstream_error'],
    [new TypeError('bug'), 'driver_failed'],
  ])('says why: %s', (thrown, reason) => {
    const error = toOperationError(thrown, 'makeCall', CONTEXT);
    expect(error).toMatchObject({ ...CONTEXT, code: 'OUTCOME_UNKNOWN', operation: 'makeCall', details: { reason } });
  });

  test("keeps what was said of it: our words, the vendor's own, and what was thrown", () => {
    const thrown = new SwitchError('UPSTREAM_FAILED', {}, { message: 'The dialler is down.', vendorMessage: 'E-17' });
    const error = toOperationError(thrown, 'makeCall', CONTEXT);
    expect(error).toMatchObject({ vendorMessage: 'E-17', cause: thrown });
    expect(error.message).toMatch(/^The dialler is down\..*took effect/);
  });
});

test('what a driver threw that is no SwitchError is there for whoever looks for the bug, and in no JSON', () => {
  const bug = new TypeError('+15550004567');
  const error = toOperationError(bug, 'connect', CONTEXT);
  expect(error).toMatchObject({ code: 'INTERNAL', cause: bug });
  expect(JSON.stringify(error)).not.toContain('5550004567');
});
