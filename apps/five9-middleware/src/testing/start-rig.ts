import { ManualClock } from '../clock/manual-clock.ts';
import { FaultBoard } from '../faults/fault-board.ts';
import type { MiddlewareSettings } from '../http/middleware-settings.ts';
import { type RunningMiddleware, startMiddleware } from '../http/start-middleware.ts';
import { Five9Simulator, type SimulatorOptions } from '../simulator/five9-simulator.ts';

/** An HTTP answer, read to its end. */
export interface RigReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; undefined when it is not a JSON object. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
}

/** A middleware that really listens, the simulated Five9 behind it, and the clock of both. */
export interface Rig extends AsyncDisposable {
  readonly middleware: RunningMiddleware;
  readonly simulator: Five9Simulator;
  readonly faults: FaultBoard;
  readonly clock: ManualClock;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<RigReply>;
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<RigReply>;
  /** Dials and returns the call id; throws when the dial is refused. */
  dial(agentExtension?: string): Promise<string>;
}

/** What a test may set otherwise. */
export interface RigOptions {
  readonly settings?: Partial<MiddlewareSettings>;
  readonly simulator?: SimulatorOptions;
}

/** The API key of every rig, unless its settings name another credential. */
export const rigApiKey = 'rig-api-key';

/** Starts a rig; dispose of it (`await using`) at the end of the test. */
export async function startRig(options: RigOptions = {}): Promise<Rig> {
  const clock = new ManualClock();
  const faults = new FaultBoard();
  const simulator = new Five9Simulator({ clock, faults, ...options.simulator });
  const authentication = { kind: 'bearer', apiKey: rigApiKey } as const;
  const middleware = await startMiddleware({ five9: simulator, authentication, clock, faults, ...options.settings });
  const post: Rig['post'] = (path, body, headers) =>
    exchange(middleware.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    middleware,
    simulator,
    faults,
    clock,
    post,
    get: (path, headers = {}) => exchange(path.startsWith('http') ? path : middleware.url + path, { headers }),
    dial: async (agentExtension = '1001') => {
      const reply = await post('/calls/make', { agent_extension: agentExtension, destination: '+15550001111' });
      if (reply.status !== 200) throw new Error(`the dial was refused: ${reply.text}`);
      return String(reply.json?.['call_id']);
    },
    [Symbol.asyncDispose]: async () => {
      await middleware.close();
      await simulator.close();
    },
  };
}

interface RigRequest extends Omit<RequestInit, 'headers'> {
  readonly headers: Readonly<Record<string, string>>;
}

async function exchange(url: string, init: RigRequest): Promise<RigReply> {
  const headers = { authorization: `Bearer ${rigApiKey}`, ...init.headers };
  const response = await fetch(url, { ...init, headers, redirect: 'manual' });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

function parse(text: string): RigReply['json'] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}
