import { createSwitchHost, LOOPBACK_ALLOWED, parseAgentExtension, type SwitchHost } from '@elasticfunnels/switch-core';
import { five9Plugin } from '@elasticfunnels/switch-five9';
import { AGENT, destinationOf, TOKEN } from '../clients/client.ts';
import { answerParent } from '../measure/child-process.ts';
import { liveBytes } from '../measure/live-memory.ts';
import { Load } from '../measure/load.ts';
import { quantile } from '../measure/statistics.ts';
import type { Reading } from '../suite.ts';

/** One step of a sweep. */
export interface GrowthQuestion {
  /** Where the brands' middlewares are; the brands share them out. */
  readonly origins: readonly string[];
  readonly brands: number;
  readonly inFlight: number;
  readonly ms: number;
}

const agentExtension = parseAgentExtension(AGENT);
/** Less cannot be told from what is never the same twice. */
const LEAST_BYTES = 4_096;
const WARM_MS = 200;
// No two dials of this process are the same, in whichever step.
let dials = 0;

function openHost({ origins, brands, inFlight }: GrowthQuestion): SwitchHost {
  // By default one origin is asked 256 things at once, and the 257th is refused: here all may wait.
  const host = createSwitchHost({ network: LOOPBACK_ALLOWED, originLimits: { underWay: Math.max(256, inFlight) } });
  host.register(five9Plugin);
  for (let index = 0; index < brands; index += 1) {
    const config = { api_base_url: origins[index % origins.length], api_key: TOKEN };
    host.setBrand(`brand-${index}`, { plugin: 'five9', config });
  }
  return host;
}

async function measure(question: GrowthQuestion): Promise<Reading> {
  const { brands, inFlight, ms } = question;
  const before = liveBytes();
  const host = openHost(question);
  const durations: number[] = [];
  const dial = async (): Promise<void> => {
    const index = dials++;
    const startedAt = performance.now();
    const phone = await host.phoneSwitch(`brand-${index % brands}`);
    await phone.makeCall({ agentExtension, destination: destinationOf(index) });
    durations.push((performance.now() - startedAt) * 1_000);
  };
  const load = new Load(dial);
  // Every brand has its switch, and every origin its connection, before it counts.
  await load.count(inFlight, brands);
  await load.throughput(inFlight, WARM_MS);
  durations.length = 0;
  const reading = await load.throughput(inFlight, ms);
  const latency = { p50: quantile(durations, 0.5), p99: quantile(durations, 0.99) };
  durations.length = 0;
  const memory = await load.during(inFlight, WARM_MS, liveBytes);
  await host.close();
  return { ...reading, ...latency, memory: Math.max(LEAST_BYTES, memory - before) };
}

answerParent(measure);
