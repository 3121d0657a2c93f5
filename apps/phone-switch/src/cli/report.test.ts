import { SwitchError } from '@elasticfunnels/switch-core';
import { expect, test } from 'vitest';
import { captureTerminal } from '../testing/captured-terminal.ts';
import { report } from './report.ts';

const failure = new SwitchError('REJECTED', {}, { operation: 'makeCall', correlationId: 'c-1' });

test('a failure has colours only where stderr is a terminal', async () => {
  const told = await Promise.all(
    (['stdout', 'stderr'] as const).map(async (output) => {
      const terminal = captureTerminal('/');
      Object.assign(terminal[output], { isTTY: true });
      await report(terminal, { operation: 'makeCall', failure }, false);
      return terminal.err();
    }),
  );
  expect(told[0]).not.toContain('\u001B');
  for (const code of [31, 1, 2]) expect(told[1]).toContain(`\u001B[${code}m`);
});
