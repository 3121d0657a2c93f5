import { hash } from 'node:crypto';

const BYTES = 16;
const scratch = Buffer.alloc(BYTES);

/**
 * 128 bits of SHA-256 over the parts: what millions of ids and keys are remembered by, whatever their length. Nobody can
 * make up two that collide. Binary: one character a byte, the least that a text costs in memory.
 */
export function shortDigest(parts: readonly string[]): string {
  // By way of one buffer that stays: a part of the digest's own text would keep all of it in memory, a new buffer costs time.
  scratch.write(hash('sha256', JSON.stringify(parts), 'latin1'), 'latin1');
  return scratch.toString('latin1');
}
