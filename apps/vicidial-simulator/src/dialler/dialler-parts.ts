import { type Clock, systemClock } from '../clock/clock.ts';
import { DiallerTime } from '../clock/dialler-time.ts';
import type { AgentSettings, LiveAgent, SimulatedAgent } from './agent.ts';
import { AgentRoster, defaultAgents, viewAgent } from './agent-roster.ts';
import { AgentScreens } from './agent-screens.ts';
import type { SimulatedCall } from './call.ts';
import { CallBook } from './call-book.ts';
import { LeadBook } from './lead-book.ts';
import { RecordingLog } from './recording-log.ts';
import { defaultTimings, type DiallerTimings } from './timings.ts';

/** How a simulated dialler differs from the default one. */
export interface DiallerOptions {
  readonly clock?: Clock;
  readonly timings?: Partial<DiallerTimings>;
  readonly agents?: readonly AgentSettings[];
  readonly inGroups?: readonly string[];
  /** Digits without the country code; `5550009999` by default. */
  readonly doNotCall?: readonly string[];
  /** Whole hours east of Greenwich; -5 by default, because real systems seldom run on UTC. */
  readonly utcOffsetHours?: number;
  /** Whether agents go back to READY after a disposition, as in an auto-dial campaign; true by default. */
  readonly autoDial?: boolean;
}

/** The parts of a dialler that the APIs work with. */
export interface DiallerParts {
  readonly time: DiallerTime;
  readonly agents: AgentRoster;
  readonly calls: CallBook;
  readonly leads: LeadBook;
  readonly recordings: RecordingLog;
  readonly screens: AgentScreens;
  readonly inGroups: readonly string[];
  readonly sentToAgent: Set<SentToAgentListener>;
}

/** Told of every call that is sent to an agent. */
export type SentToAgentListener = (call: SimulatedCall, agent: SimulatedAgent) => Promise<void>;

/** Puts a dialler together. */
export function createDiallerParts(options: DiallerOptions = {}): DiallerParts {
  const timings = { ...defaultTimings, ...options.timings };
  const time = new DiallerTime(options.clock ?? systemClock, options.utcOffsetHours ?? -5);
  const agents = new AgentRoster(options.agents ?? defaultAgents);
  const recordings = new RecordingLog(time, timings.recordingDelayMs);
  const leads = new LeadBook();
  const sentToAgent = new Set<SentToAgentListener>();
  const onSentToAgent = async (call: SimulatedCall, agent: LiveAgent): Promise<void> => {
    await Promise.all([...sentToAgent].map((listener) => listener(call, viewAgent(agent))));
  };
  const calls = new CallBook({ time, agents, recordings, timings, autoDial: options.autoDial ?? true, onSentToAgent });
  const doNotCall = new Set(options.doNotCall ?? ['5550009999']);
  const screens = new AgentScreens({ time, agents, calls, leads, recordings, doNotCall, screenMs: timings.screenMs });
  const inGroups = options.inGroups ?? ['AGENTDIRECT', 'SALESLINE', 'SUPPORT'];
  return { time, agents, calls, leads, recordings, screens, inGroups, sentToAgent };
}
