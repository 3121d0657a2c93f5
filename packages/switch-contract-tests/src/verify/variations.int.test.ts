import { expect, test } from 'vitest';
import { VARIATIONS } from './variations.test.fixture.ts';
import { startVerifyRig } from './verify-rig.test.fixture.ts';

test.concurrent.each(VARIATIONS)('$name: no alarm at any level', async ({ spoil }) => {
  await using rig = await startVerifyRig({ spoil });
  const { ran, checks } = await rig.checks('--level', 'full', '--strict', ...rig.listening);
  expect(checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  expect(ran.exitCode).toBe(0);
  expect(ran.err).toContain('Gold');
});
