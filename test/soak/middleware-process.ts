// The reference middleware, many instances of it before one simulated Five9, with faults that come and go: its own process.
import { setTimeout as pause } from 'node:timers/promises';
import { FaultBoard, faultCatalogue, Five9Simulator, isFaultName, startMiddleware } from '@elasticfunnels/five9-middleware';
import { seededRandom } from '../faults/seeded-random.ts';
import { answerParent, tellParent } from './answer-parent.ts';
import { listExtensions } from './soak-brands.ts';

interface Start {
  readonly active: number;
  readonly instances: number;
  readonly apiKey: string;
}

const FAULT_EVERY_MS = 250;
const MOST_STRIKES = 6;
/** Screen pops come from elsewhere here. */
const FAULTS = Object.keys(faultCatalogue)
  .filter(isFaultName)
  .filter((name) => faultCatalogue[name].moment !== 'webhook');
/** An instance is replaced by another at another port, as in a deployment: the old one goes when nobody comes any more. */
const REPLACED_EVERY_MS = 3_000;
const REPLACED_GRACE_MS = 1_500;

type Running = Awaited<ReturnType<typeof startMiddleware>>;

const faults = new FaultBoard();
const running: Running[] = [];
const stopping = new AbortController();
let five9: Five9Simulator | undefined;
let launch = (): Promise<Running> => Promise.reject(new Error('It was not started.'));
let replacing = Promise.resolve();

answerParent(
  {
    start: async ({ active, instances, apiKey }: Start) => {
      const simulator = makeFive9(active);
      five9 = simulator;
      launch = () => startMiddleware({ five9: simulator, authentication: { kind: 'bearer', apiKey }, faults });
      for (let index = 0; index < instances; index += 1) running.push(await launch());
      return running.map(({ url }) => url);
    },
    trouble: (seed: number) => {
      const timer = setInterval(() => strike(random), FAULT_EVERY_MS);
      const random = seededRandom(seed);
      stopping.signal.addEventListener('abort', () => clearInterval(timer));
      replacing = replaceInstances();
    },
    heal: async () => {
      stopping.abort();
      faults.switchOff();
      await replacing;
    },
    dials: () => five9?.dials().map(({ destination }) => destination),
    faults: () => FAULTS.reduce((sum, name) => sum + faults.occurrences(name), 0),
  },
  async () => {
    stopping.abort();
    await Promise.all(running.map((middleware) => middleware.close()));
    await five9?.close();
  },
);

function makeFive9(active: number): Five9Simulator {
  const agents = listExtensions(active).map((extension) => ({ extension, state: 'ready' as const }));
  // Their calls end by themselves, so that agents are ready again; nobody is on the list of numbers not to call.
  const timings = { ringMs: 150, talkMs: 1_500, recordingDelayMs: 500, wrapUpMs: 0 };
  return new Five9Simulator({ timings, directory: { agents, doNotCall: [] } });
}

function strike(random: () => number): void {
  faults.switchOff();
  const name = FAULTS[Math.floor(random() * FAULTS.length)];
  if (name === undefined) return;
  const delayMs = name === 'drip' ? 5 : 400;
  faults.switchOn(name, { times: 1 + Math.floor(random() * MOST_STRIKES), delayMs });
}

async function replaceInstances(): Promise<void> {
  for (let index = 0; !stopping.signal.aborted; index = (index + 1) % running.length) {
    await pause(REPLACED_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => {});
    const old = running[index];
    if (stopping.signal.aborted || old === undefined) return;
    const fresh = await launch();
    running[index] = fresh;
    tellParent({ from: old.url, to: fresh.url });
    await pause(REPLACED_GRACE_MS);
    await old.close();
  }
}
