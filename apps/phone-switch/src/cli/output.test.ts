import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { watchOutput, write } from './output.ts';

const failing = (code: string): Writable =>
  new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })) });

test('a reader that went away is no trouble', async () => {
  const stream = failing('EPIPE');
  const findTrouble = watchOutput(stream);
  expect(await write(stream, 'text')).toBe(true);
  expect(findTrouble()).toBeUndefined();
});

test('a full disk ends nothing, and is known afterwards', async () => {
  const stream = failing('ENOSPC');
  const findTrouble = watchOutput(stream);
  expect(await write(stream, 'text')).toBe(false);
  expect(findTrouble()).toMatchObject({ code: 'ENOSPC' });
});
