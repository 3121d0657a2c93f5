import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SwitchErrorCode, SwitchErrorDetails } from '../errors/error-details.ts';
import { ERROR_POLICY } from '../errors/error-policy.ts';
import { SwitchError } from '../errors/switch-error.ts';
import { fromDialOutcomeJson, toDialOutcomeJson } from './dial-outcome-json.ts';

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
const optional = fc.option(text, { nil: undefined });
const failure = fc
  .record({
    code: fc.constantFrom(...(Object.keys(ERROR_POLICY) as SwitchErrorCode[])),
    details: fc.record(
      { httpStatus: fc.integer(), retryAt: fc.date({ noInvalidDate: true }), fieldsSent: fc.array(text) },
      { requiredKeys: [], noNullPrototype: true },
    ),
    options: fc.record({
      effect: fc.constantFrom('none', 'applied', 'unknown'),
      retryable: fc.boolean(),
      message: text,
      hint: text,
      vendorMessage: optional,
      operation: optional,
      plugin: optional,
      brand: optional,
      correlationId: optional,
    }),
  })
  .map(({ code, details, options }) => new SwitchError(code, details as unknown as SwitchErrorDetails[SwitchErrorCode], options));

test('an error is the same after the way through JSON that it was before, but for its stack and cause', () => {
  fc.assert(
    fc.property(failure, (error) => {
      const read = fromDialOutcomeJson(toDialOutcomeJson({ failure: error }));
      const told = read !== undefined && 'failure' in read ? read.failure : undefined;
      expect(SwitchError.is(told)).toBe(true);
      expect(SwitchError.is(told) && told.toJSON()).toEqual(error.toJSON());
      expect(SwitchError.is(told) && told.details).toEqual(error.details);
      expect(Object.keys(error.toJSON())).not.toContain('stack');
    }),
  );
});

test('whatever else stands where an outcome should is none', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (junk) => {
      const read = fromDialOutcomeJson(junk);
      if (read !== undefined) expect('result' in read || SwitchError.is(read.failure)).toBe(true);
    }),
  );
});
