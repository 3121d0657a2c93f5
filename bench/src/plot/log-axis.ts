/** A logarithmic axis, from values to pixels. */
export interface LogAxis {
  readonly toPixel: (value: number) => number;
  readonly ticks: readonly number[];
}

/** An axis that holds all values, from pixel to pixel; at least a decade, so that noise does not look like a mountain. */
export function logAxis(values: readonly number[], [start, end]: readonly [number, number]): LogAxis {
  const usable = values.filter((value) => value > 0 && Number.isFinite(value)).map(Math.log10);
  let low = Math.min(...usable);
  let high = Math.max(...usable);
  const lacking = Math.max(0, 1 - (high - low));
  const margin = lacking / 2 + (high - low) * 0.06;
  low -= margin;
  high += margin;
  const toPixel = (value: number): number => start + ((Math.log10(value) - low) / (high - low)) * (end - start);
  return { toPixel, ticks: ticksBetween(low, high) };
}

/** Powers of ten where there are enough of them, else 1, 2, 5 of each. */
function ticksBetween(low: number, high: number): readonly number[] {
  const decades: number[] = [];
  for (let power = Math.floor(low); power <= high; power += 1) decades.push(10 ** power);
  const within = (ticks: readonly number[]): number[] =>
    ticks.filter((tick) => Math.log10(tick) >= low - 1e-9 && Math.log10(tick) <= high + 1e-9);
  const whole = within(decades);
  if (whole.length >= 3) return whole;
  const finer = within(decades.flatMap((decade) => [decade, decade * 2, decade * 5]));
  if (finer.length >= 2) return finer;
  return within(decades.flatMap((decade) => [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => digit * decade)));
}

/** `1`, `20`, `1k`, `500k`, `10M`. */
export function tickLabel(value: number): string {
  const plain = (number: number): string => String(Number(number.toPrecision(3)));
  if (value >= 1e9) return `${plain(value / 1e9)}G`;
  if (value >= 1e6) return `${plain(value / 1e6)}M`;
  if (value >= 1e3) return `${plain(value / 1e3)}k`;
  return plain(value);
}
