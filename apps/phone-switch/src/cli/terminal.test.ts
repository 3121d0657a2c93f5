import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { styled, type Terminal, warn } from './terminal.ts';

const terminal = (out: boolean, err: boolean, environment: Readonly<Record<string, string>> = {}): Terminal => ({
  environment,
  directory: '/',
  stdin: new PassThrough(),
  stdout: Object.assign(new PassThrough(), { isTTY: out }),
  stderr: Object.assign(new PassThrough(), { isTTY: err }),
});
const RED = '\u001B[31mx\u001B[39m';

describe('colours', () => {
  it('are shown where the text goes to a terminal, whatever the other output is', () => {
    const outOnly = terminal(true, false);
    const errOnly = terminal(false, true);
    expect([styled(outOnly, 'red', 'x'), styled(outOnly, 'red', 'x', outOnly.stderr)]).toEqual([RED, 'x']);
    expect([styled(errOnly, 'red', 'x'), styled(errOnly, 'red', 'x', errOnly.stderr)]).toEqual(['x', RED]);
  });

  it('are not shown to whoever wants none', () => {
    expect(styled(terminal(true, true, { NO_COLOR: '1' }), 'red', 'x')).toBe('x');
  });
});

it('a warning is for people', () => {
  const person = terminal(false, false);
  const machine = { ...terminal(false, false), json: true };
  for (const each of [person, machine]) warn(each, 'mind');
  expect(Object(person.stderr).read().toString()).toBe('Warning: mind\n');
  expect(Object(machine.stderr).read()).toBeNull();
});
