import type { SweepOutcome } from '../measure/run-sweep.ts';
import type { Spread } from '../measure/statistics.ts';
import type { Chart } from '../suite.ts';
import { escapeText } from './escape-text.ts';
import { type LogAxis, logAxis, tickLabel } from './log-axis.ts';

/** In pixels. */
interface Size {
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly step: number;
  readonly spread: Spread;
}

interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Drawing {
  readonly frame: Frame;
  readonly x: LogAxis;
  readonly y: LogAxis;
}

const at = (pixel: number): string => pixel.toFixed(1);

/** One chart of a sweep: medians as a line, the half of the rounds around each as a whisker, linear growth dashed. */
export function drawChart(sweep: SweepOutcome, chart: Chart, { width, height }: Size): string {
  const frame: Frame = { left: 56, right: width - 14, top: 48, bottom: height - 46 };
  const lines = chart.lines.map(({ metric, label }) => ({ label, points: pointsOf(sweep, metric) }));
  const all = lines.flatMap(({ points }) => points.flatMap(({ spread: { low, median, high } }) => [low, median, high]));
  const x = logAxis(
    sweep.steps.map(({ step }) => step),
    [frame.left, frame.right],
  );
  const drawing: Drawing = { frame, x, y: logAxis(all, [frame.bottom, frame.top]) };
  const unit = chart.unit === '/s' ? 'a second' : chart.unit === 'B' ? 'bytes' : chart.unit;
  return [
    `<text class="chart-title" x="${frame.left}" y="18">${escapeText(chart.title)} (${escapeText(unit)})</text>`,
    ...drawSaturation(sweep, drawing),
    ...drawAxes(drawing),
    `<text x="${(frame.left + frame.right) / 2}" y="${height - 12}" text-anchor="middle">${escapeText(sweep.axis)}</text>`,
    ...(chart.cost === true ? drawLinear(lines[0]?.points ?? [], drawing) : []),
    ...lines.map(({ points }, index) => drawLine(points, index, drawing)),
    drawLegend(
      lines.map(({ label }) => label),
      chart.cost === true,
      frame,
    ),
  ].join('\n');
}

function pointsOf({ steps }: SweepOutcome, metric: string): readonly Point[] {
  return steps.flatMap(({ step, readings }) => {
    const spread = readings[metric];
    return spread === undefined || !(spread.low > 0) ? [] : [{ step, spread }];
  });
}

function drawAxes({ frame, x, y }: Drawing): readonly string[] {
  const { left, right, top, bottom } = frame;
  const vertical = x.ticks.map((tick) => {
    const pixel = at(x.toPixel(tick));
    return `<line class="grid" x1="${pixel}" x2="${pixel}" y1="${top}" y2="${bottom}"/><text class="tick" x="${pixel}" y="${bottom + 16}" text-anchor="middle">${tickLabel(tick)}</text>`;
  });
  const horizontal = y.ticks.map((tick) => {
    const pixel = y.toPixel(tick);
    return `<line class="grid" x1="${left}" x2="${right}" y1="${at(pixel)}" y2="${at(pixel)}"/><text class="tick" x="${left - 6}" y="${at(pixel + 4)}" text-anchor="end">${tickLabel(tick)}</text>`;
  });
  const box = `<rect class="frame" x="${left}" y="${top}" width="${right - left}" height="${bottom - top}"/>`;
  return [...vertical, ...horizontal, box];
}

/** From the first step that could not be kept on. */
function drawSaturation({ steps }: SweepOutcome, { frame, x }: Drawing): readonly string[] {
  const first = steps.findIndex(({ saturated }) => saturated);
  if (first < 0) return [];
  const [before, from] = [steps[first - 1]?.step, steps[first]?.step ?? 1];
  const left = Math.max(frame.left, x.toPixel(before === undefined ? from : Math.sqrt(before * from)));
  const area = `<rect class="saturated" x="${at(left)}" y="${frame.top}" width="${at(frame.right - left)}" height="${frame.bottom - frame.top}"/>`;
  const label = `<text class="tick saturated-text" x="${at(frame.right - 4)}" y="${frame.bottom - 6}" text-anchor="end">saturated</text>`;
  return [area, label];
}

/** Through the middle of the steps, as far as it stays within the frame. */
function drawLinear(points: readonly Point[], { frame, x, y }: Drawing): readonly string[] {
  const middle = points[Math.floor(points.length / 2)];
  const last = points.at(-1);
  if (middle === undefined || last === undefined) return [];
  const [x1, y1] = [x.toPixel(middle.step), y.toPixel(middle.spread.median)];
  const [x2, y2] = [x.toPixel(last.step), y.toPixel((middle.spread.median * last.step) / middle.step)];
  const part = y2 < frame.top ? (y1 - frame.top) / (y1 - y2) : 1;
  return [
    `<line class="linear" x1="${at(x1)}" y1="${at(y1)}" x2="${at(x1 + (x2 - x1) * part)}" y2="${at(y1 + (y2 - y1) * part)}"/>`,
  ];
}

function drawLine(points: readonly Point[], index: number, { x, y }: Drawing): string {
  const path = points.map(({ step, spread }) => `${at(x.toPixel(step))},${at(y.toPixel(spread.median))}`).join(' ');
  const marks = points.map(({ step, spread }) => {
    const pixel = at(x.toPixel(step));
    const whisker = `<line class="whisker line-${index}" x1="${pixel}" x2="${pixel}" y1="${at(y.toPixel(spread.low))}" y2="${at(y.toPixel(spread.high))}"/>`;
    return `${whisker}<circle class="dot-${index}" cx="${pixel}" cy="${at(y.toPixel(spread.median))}" r="3"/>`;
  });
  return `<polyline class="line line-${index}" points="${path}"/>${marks.join('')}`;
}

function drawLegend(labels: readonly string[], linear: boolean, { left, top }: Frame): string {
  const entries = [
    ...labels.map((label, index) => ({ label, mark: `class="line line-${index}"` })),
    ...(linear ? [{ label: 'linear growth', mark: 'class="linear"' }] : []),
  ];
  let x = left;
  return entries
    .map(({ label, mark }) => {
      const drawn = `<line ${mark} x1="${x}" x2="${x + 18}" y1="${top - 13}" y2="${top - 13}"/><text class="tick" x="${x + 23}" y="${top - 9}">${escapeText(label)}</text>`;
      // About as wide as the text is: an SVG cannot measure it.
      x += 38 + label.length * 5.8;
      return drawn;
    })
    .join('');
}
