import { expect, test } from 'vitest';
import { SwitchError } from '../errors/switch-error.ts';
import { DEFAULT_ORIGIN_LIMITS, type OriginLimits, parseOriginLimits } from './origin-limits.ts';

test('what is not given is the default', () => {
  expect(parseOriginLimits()).toEqual(DEFAULT_ORIGIN_LIMITS);
  expect(parseOriginLimits({ underWay: 8 })).toEqual({ ...DEFAULT_ORIGIN_LIMITS, underWay: 8 });
});

test.each([
  ['underWay', 0, 'at least 1'],
  ['underWay', 1.5, 'whole number'],
  ['underWay', Number.POSITIVE_INFINITY, 'whole number'],
  ['failuresInARow', 1_001, 'at most 1000'],
  ['failuresWithinMs', -1, 'at least 1'],
  ['firstPauseMs', Number.NaN, 'whole number'],
  ['longestPauseMs', 86_400_001, 'a day'],
] as const)('%s of %d is refused, and told by name', (field, value, words) => {
  const parse = (): OriginLimits => parseOriginLimits({ [field]: value });
  try {
    parse();
    expect.unreachable();
  } catch (error) {
    const issues = SwitchError.has(error, 'CONFIG_INVALID') ? error.details.issues : [];
    expect(issues).toEqual([{ path: `originLimits.${field}`, message: expect.stringContaining(words) }]);
  }
});

test('a misspelt one is told with the nearest name', () => {
  const misspelt = { underway: 8 } as Partial<OriginLimits>;
  expect(() => parseOriginLimits(misspelt)).toThrow(/^The host's configuration .*did you mean underWay\?/);
});
