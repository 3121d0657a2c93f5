import { AnsweringChild } from '../measure/child-process.ts';
import { DialServerProcess } from '../measure/dial-server-process.ts';
import type { GrowthQuestion } from '../processes/growing-dials.ts';
import type { Chart, RaceSettings, Reading, Sweep, SweepField } from '../suite.ts';

const CHARTS: readonly Chart[] = [
  { title: 'Throughput', unit: '/s', lines: [{ metric: 'callsPerSecond', label: 'calls a second' }] },
  { title: 'CPU a call', unit: 'µs', lines: [{ metric: 'cpuPerCall', label: 'of the whole process' }], cost: true },
  {
    title: 'Latency',
    unit: 'µs',
    lines: [
      { metric: 'p50', label: 'median' },
      { metric: 'p99', label: '99th percentile' },
    ],
    cost: true,
  },
  { title: 'Memory', unit: 'B', lines: [{ metric: 'memory', label: 'live, above an empty process' }], cost: true },
];
const UP_TO_1000: readonly number[] = [1, 3, 10, 30, 100, 300, 1_000];
const IN_FLIGHT = 50;

/** Brands that are all called for in turn. */
export const sweepOfActiveBrands: Sweep = {
  name: 'brands-active',
  title: 'Brands that are called for in turn, 50 calls in flight',
  axis: 'brands',
  steps: [...UP_TO_1000, 3_000, 10_000],
  rounds: 3,
  charts: CHARTS,
  open: (settings) => openField(settings, (brands, server) => ({ brands, origins: [server.origin], inFlight: IN_FLIGHT })),
};

/** Ever more calls at once, of one brand at one origin. */
export const sweepOfInFlight: Sweep = {
  name: 'in-flight',
  title: 'Calls in flight, of one brand at one origin',
  axis: 'in flight',
  steps: UP_TO_1000,
  rounds: 3,
  charts: CHARTS,
  open: (settings) => openField(settings, (inFlight, server) => ({ brands: 1, origins: [server.origin], inFlight })),
};

/** Each brand at a middleware of its own. */
export const sweepOfOrigins: Sweep = {
  name: 'origins',
  title: 'Origins, each with a brand of its own, 50 calls in flight',
  axis: 'origins',
  steps: UP_TO_1000,
  rounds: 3,
  charts: CHARTS,
  async open(settings) {
    const most = UP_TO_1000.at(-1) ?? 1;
    let opened: readonly string[] = [];
    const field = await openField(settings, (origins) => ({
      brands: origins,
      origins: opened.slice(0, origins),
      inFlight: IN_FLIGHT,
    }));
    opened = await field.server.openOrigins(most);
    const remarks = opened.length < most ? [`this machine lets one process open ${opened.length} ports`] : [];
    return { ...field, most: opened.length, remarks: () => [...field.remarks(), ...remarks] };
  },
};

/** Ever longer answers. */
export const sweepOfAnswerSizes: Sweep = {
  name: 'answer-bytes',
  title: 'Bytes of an answer, 50 calls in flight',
  axis: 'bytes',
  steps: [100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_048_576],
  rounds: 3,
  charts: CHARTS,
  open: (settings) =>
    openField(settings, async (bytes, server) => {
      await server.answerWith(bytes);
      return { brands: 1, origins: [server.origin], inFlight: IN_FLIGHT };
    }),
};

type Step = Omit<GrowthQuestion, 'ms'>;

async function openField(
  { roundMs }: RaceSettings,
  toStep: (step: number, server: DialServerProcess) => Step | Promise<Step>,
): Promise<SweepField & { readonly server: DialServerProcess; readonly remarks: () => readonly string[] }> {
  const server = await DialServerProcess.start();
  const child = new AnsweringChild({ file: 'growing-dials', execArgv: ['--expose-gc'] });
  let busiest = 0;
  return {
    server,
    async read(step) {
      const question: GrowthQuestion = { ...(await toStep(step, server)), ms: roundMs / 2 };
      const reading = await server.watch(() => child.ask<Reading>(question));
      busiest = Math.max(busiest, reading['serverBusy'] ?? 0);
      return reading;
    },
    remarks: () => [`the server's core was busy for ${Math.round(busiest * 100)} % at most`],
    close: async () => {
      await child.close();
      await server.close();
    },
  };
}
