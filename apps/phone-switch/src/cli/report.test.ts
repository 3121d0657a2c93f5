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

test('what a driver leaves as the vendor said it is shown on one line, without a character that a terminal acts on', async () => {
  const spoilt = 'one\u001B[2J\ntwo\u202E';
  const shown = 'one\\u{1b}[2J two\\u{202e}';
  const issues = [{ path: '', message: spoilt }];
  for (const thrown of [
    // As one of another copy of the core may be.
    Object.assign(new SwitchError('REJECTED', {}), { message: spoilt, hint: spoilt, correlationId: spoilt }),
    Object.assign(new SwitchError('CONFIG_INVALID', { issues: [] }), { details: { issues } }),
    new Error(spoilt),
  ]) {
    const terminal = captureTerminal('/');
    await report(terminal, { operation: 'makeCall', failure: thrown, doctor: spoilt }, false);
    expect(terminal.err()).toContain(shown);
    expect(terminal.err()).not.toMatch(/[\p{Cf}]|(?!\n)\p{Cc}|^two/mu);
  }
});
