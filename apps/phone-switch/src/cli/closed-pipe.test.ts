import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { tolerateClosedPipe } from './closed-pipe.ts';

const failing = (code: string): (() => void) => {
  const stream = new EventEmitter();
  tolerateClosedPipe(stream);
  return () => stream.emit('error', Object.assign(new Error(code), { code }));
};

test('a reader that went away ends nothing, and any other trouble with the output does', () => {
  expect(failing('EPIPE')).not.toThrow();
  expect(failing('ENOSPC')).toThrow('ENOSPC');
});
