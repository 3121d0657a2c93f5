import { hash, randomBytes } from 'node:crypto';

/**
 * 128 bits in four whole numbers. No text: each that is a key of a `Map` is also put into the table of all texts of the
 * process, which costs more than the look-up itself, and the collector has every one of them to look at.
 */
export type Digest = readonly [number, number, number, number];

const WORDS = 4;
const words = new Int32Array(WORDS);
const scratch = Buffer.from(words.buffer);
// Of this process alone: nobody can choose ids whose digests fall on the same places of a map.
const SALT = randomBytes(16).toString('hex');

/** 128 bits of SHA-256 over the parts and a secret of this process. Nobody can make up two that collide. */
export function digestOf(parts: readonly string[]): Digest {
  scratch.write(hash('sha256', SALT + JSON.stringify(parts), 'latin1'), 'latin1');
  const [first = 0, second = 0, third = 0, fourth = 0] = words;
  return [first, second, third, fourth];
}
