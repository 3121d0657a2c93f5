import { expect, test } from 'vitest';
import { readDialReference, writeDialReference } from './dial-reference.ts';

const dial = { user: 'agent-1_A', callsBefore: '3', number: '5550001111' };

test('a reference tells its agent, the calls before, and whether a number is the one', () => {
  const read = readDialReference(writeDialReference(dial));
  expect(read).toMatchObject({ user: 'agent-1_A', callsBefore: 3 });
  expect([read?.isNumber('5550001111'), read?.isNumber('5550001112')]).toEqual([true, false]);
});

test('nobody can read the number in it, and two dials of one number do not look alike', () => {
  const [first, second] = [writeDialReference(dial), writeDialReference(dial)];
  expect(first).not.toContain('555000');
  expect(first).not.toBe(second);
  expect(Buffer.from(first.split('.')[4] ?? '', 'base64url')).toHaveLength(3);
});

test('without a count it still leads to the call', () => {
  expect(readDialReference(writeDialReference({ ...dial, callsBefore: '' }))?.callsBefore).toBeUndefined();
});

test.each([
  '',
  'M1050700010000876401',
  'v1.1001.3.x.y',
  'v2.1001.3.AAAAAAAA.AAAA',
  'v1.10 01.3.AAAAAAAA.AAAA',
  'v1.1001.3.AAAAAAAA.AAAA\n',
])('%j is no reference', (text) => expect(readDialReference(text)).toBeUndefined());
