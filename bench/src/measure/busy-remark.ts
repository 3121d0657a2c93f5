import type { Reading } from '../suite.ts';
import { quantile } from './statistics.ts';

/** How busy the core of the other end was, by the median of the rounds. */
export function busyRemark(
  readings: ReadonlyMap<string, readonly Reading[]>,
  { metric, whose }: { readonly metric: string; readonly whose: string },
): string {
  const shares = [...readings].map(([name, rounds]) => {
    const busy = quantile(
      rounds.map((reading) => reading[metric] ?? 0),
      0.5,
    );
    return `${name} ${Math.round(busy * 100)} %`;
  });
  return `${whose} core was busy for: ${shares.join(', ')}; near 100 % it would be the limit`;
}
