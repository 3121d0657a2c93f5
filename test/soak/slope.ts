/** What a quantity was at a time. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How steeply a line rises, and between which slopes the truth is with a certainty of 95 percent. */
export interface Slope {
  readonly perX: number;
  readonly low: number;
  readonly high: number;
}

/** For a two-sided interval of 95 percent. */
const Z = 1.96;
const FEWEST_POINTS = 5;

/**
 * The slope after Theil and Sen: the median of the slopes between all pairs, which a third of all points can be wild without
 * moving it far. @see https://doi.org/10.1080/01621459.1968.10480934 (Sen 1968, with the interval)
 *
 * @throws RangeError for fewer than five points: of those nothing can be said.
 */
export function findSlope(points: readonly Point[]): Slope {
  const { length } = points;
  if (length < FEWEST_POINTS) throw new RangeError(`A slope needs ${FEWEST_POINTS} points, and there are ${length}.`);
  const slopes = points.flatMap((one, index) => points.slice(index + 1).map((other) => (other.y - one.y) / (other.x - one.x)));
  slopes.sort((one, other) => one - other);
  const spread = Z * Math.sqrt((length * (length - 1) * (2 * length + 5)) / 18);
  const at = (place: number): number => slopes[Math.min(slopes.length - 1, Math.max(0, Math.round(place)))] ?? Number.NaN;
  const last = slopes.length - 1;
  return { perX: median(slopes), low: at((last - spread) / 2), high: at((last + spread) / 2) };
}

function median(sorted: readonly number[]): number {
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}
