import { expect, test } from 'vitest';
import { BodyBuffer } from './body-buffer.ts';

const text = (buffer: BodyBuffer): string => Buffer.from(buffer.take()).toString();

test('pieces come out as one, in order', () => {
  const buffer = new BodyBuffer(100);
  for (const piece of ['ab', '', 'c', 'defg', 'h']) expect(buffer.add(Buffer.from(piece))).toBe(true);
  expect(text(buffer)).toBe('abcdefgh');
});

test('exactly the limit fits, and a byte more does not', () => {
  for (const pieces of [['abcd'], ['ab', 'cd'], ['a', 'b', 'c', 'd']]) {
    const buffer = new BodyBuffer(4);
    for (const piece of pieces) expect(buffer.add(Buffer.from(piece))).toBe(true);
    expect(buffer.add(Buffer.from('e'))).toBe(false);
    expect(text(buffer)).toBe('abcd');
  }
});

test('a body that comes byte by byte is held once, not byte by byte', () => {
  const buffer = new BodyBuffer(65_536);
  for (let index = 0; index < 65_536; index += 1) buffer.add(Uint8Array.of(index % 251));
  const bytes = buffer.take();
  expect(bytes.byteLength).toBe(65_536);
  expect(bytes.buffer.byteLength).toBeLessThanOrEqual(65_536);
  expect(bytes.every((byte, index) => byte === index % 251)).toBe(true);
});

test("a piece that was added is left as it was: it is the server's", () => {
  const first = Buffer.from('abcdefgh').subarray(0, 2);
  const buffer = new BodyBuffer(100);
  buffer.add(first);
  buffer.add(Buffer.from('XY'));
  expect(text(buffer)).toBe('abXY');
  expect(Buffer.from(first.buffer, first.byteOffset, 8).toString()).toBe('abcdefgh');
});

test('nothing at all is no bytes', () => {
  expect(new BodyBuffer(4).take()).toHaveLength(0);
});
