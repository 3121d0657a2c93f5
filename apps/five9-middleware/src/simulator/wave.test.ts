import { expect, test } from 'vitest';
import { makeWave } from './wave.ts';

test('makes a WAV that a player accepts: RIFF, PCM, mono, 8 kHz, 16 bit', () => {
  const file = Buffer.from(makeWave({ seconds: 1.5, hertz: 440 }));
  expect(file.toString('ascii', 0, 4)).toBe('RIFF');
  expect(file.readUInt32LE(4)).toBe(file.length - 8);
  expect(file.toString('ascii', 8, 16)).toBe('WAVEfmt ');
  const format = [20, 22].map((offset) => file.readUInt16LE(offset));
  expect(format).toEqual([1, 1]);
  expect([file.readUInt32LE(24), file.readUInt32LE(28)]).toEqual([8_000, 16_000]);
  expect([file.readUInt16LE(32), file.readUInt16LE(34)]).toEqual([2, 16]);
  expect(file.toString('ascii', 36, 40)).toBe('data');
  expect(file.readUInt32LE(40)).toBe(1.5 * 8_000 * 2);
  expect(file.length).toBe(44 + 24_000);
});

test('holds a tone and not silence', () => {
  const file = Buffer.from(makeWave({ seconds: 1, hertz: 440 }));
  const samples = Array.from({ length: 8_000 }, (_, index) => file.readInt16LE(44 + index * 2));
  expect(Math.max(...samples)).toBeGreaterThan(8_000);
  expect(Math.min(...samples)).toBeLessThan(-8_000);
});
