import type { PathProbe } from '@elasticfunnels/switch-core';

/** A path as an operator may see it: a brand may have put a key into the query. */
export function showPath({ path }: PathProbe): string {
  return path.split('?')[0] ?? path;
}
