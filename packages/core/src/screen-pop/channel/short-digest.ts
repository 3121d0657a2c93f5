import { hash } from 'node:crypto';

const BYTES = 16;

/**
 * 128 bits of SHA-256 over the parts: what millions of ids and keys are remembered by, whatever their length. Nobody can
 * make up two that collide. Binary: one character a byte, the least that a text costs in memory.
 */
export function shortDigest(parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'buffer').toString('latin1', 0, BYTES);
}
