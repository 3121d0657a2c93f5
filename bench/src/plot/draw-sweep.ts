import type { SweepOutcome } from '../measure/run-sweep.ts';
import { drawChart } from './draw-chart.ts';
import { escapeText } from './escape-text.ts';

const CHART_WIDTH = 380;
const CHART_HEIGHT = 260;
const COLUMNS = 2;
const HEAD = 46;

// Its own background, as nobody knows on which page it stands; dark where the reader's system is.
const STYLE = `
  .page { fill: #ffffff } text { font: 12px system-ui, sans-serif; fill: #1f2328 } .title { font-size: 16px; font-weight: 600 }
  .chart-title { font-size: 13px; font-weight: 600 } .tick { font-size: 11px; fill: #59636e }
  .grid { stroke: #d8dee4; stroke-width: 1 } .frame { stroke: #8c959f; fill: none }
  .linear { stroke: #8c959f; stroke-dasharray: 5 4; fill: none } .saturated { fill: #bc4c00; opacity: 0.1 } .saturated-text { fill: #bc4c00 }
  .line { fill: none; stroke-width: 2 } .whisker { stroke-width: 1.5 }
  .line-0 { stroke: #0969da } .dot-0 { fill: #0969da } .line-1 { stroke: #bc4c00 } .dot-1 { fill: #bc4c00 }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117 } text { fill: #f0f6fc } .tick { fill: #9198a1 } .grid { stroke: #2a313c } .frame, .linear { stroke: #656c76 }
    .saturated { fill: #f0883e } .saturated-text { fill: #f0883e }
    .line-0 { stroke: #4493f8 } .dot-0 { fill: #4493f8 } .line-1 { stroke: #f0883e } .dot-1 { fill: #f0883e }
  }`;

/** A sweep as an SVG of its own: a chart for each thing measured, both axes logarithmic. */
export function drawSweep(sweep: SweepOutcome): string {
  const { charts, title } = sweep;
  const rows = Math.ceil(charts.length / COLUMNS);
  const [width, height] = [CHART_WIDTH * COLUMNS + 20, HEAD + CHART_HEIGHT * rows + 10];
  const drawn = charts.map((chart, index) => {
    const [x, y] = [10 + (index % COLUMNS) * CHART_WIDTH, HEAD + Math.floor(index / COLUMNS) * CHART_HEIGHT];
    return `<g transform="translate(${x} ${y})">${drawChart(sweep, chart, { width: CHART_WIDTH, height: CHART_HEIGHT })}</g>`;
  });
  const described = charts.map((chart) => chart.title.toLowerCase()).join(', ');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escapeText(title)}</title><desc id="desc">By ${escapeText(sweep.axis)}: ${escapeText(described)}. Both axes logarithmic.</desc>`,
    `<style>${STYLE}\n</style>`,
    `<rect class="page" width="${width}" height="${height}"/>`,
    `<text class="title" x="20" y="28">${escapeText(title)}</text>`,
    ...drawn,
    '</svg>\n',
  ].join('\n');
}
