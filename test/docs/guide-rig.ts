import { FaultBoard, Five9Simulator, isFaultName, ManualClock, startMiddleware } from '@elasticfunnels/five9-middleware';
import { expect } from 'vitest';
import { parseCurl } from './curl-command.ts';
import type { GuideExample, WrittenAnswer } from './guide-examples.ts';

const API_KEY = 'key-of-the-guide';
/** Where the guide says that the reference middleware is. */
const WRITTEN_URL = 'http://127.0.0.1:8080';
/** Fields whose values differ from run to run: what the guide writes stands for what comes. */
const VARYING: readonly string[] = ['call_id', 'session_id', 'recording_url', 'expires_at'];

/** The reference middleware, and what the ids that a guide writes are called in this run. */
export interface GuideRig extends AsyncDisposable {
  /** Sends the example's command and holds what comes against what the guide says. */
  check(example: GuideExample): Promise<void>;
}

/** Starts the reference middleware for one section of a guide; dispose of it (`await using`). */
export async function startGuideRig(): Promise<GuideRig> {
  const clock = new ManualClock();
  const faults = new FaultBoard();
  const five9 = new Five9Simulator({ clock });
  const authentication = { kind: 'bearer', apiKey: API_KEY } as const;
  const middleware = await startMiddleware({ five9, authentication, clock, faults, control: { simulator: five9 } });
  const names = new Names([[WRITTEN_URL, middleware.url]]);
  const prepare = async (note: string, command: string): Promise<void> => {
    const fault = /--fault ([a-z0-9-]+):1$/.exec(note)?.[1];
    if (fault !== undefined && isFaultName(fault)) faults.switchOn(fault, { times: 1 });
    const seconds = /^# (\d+) s later$/.exec(note)?.[1];
    if (seconds !== undefined) await clock.advance(Number(seconds) * 1_000);
    const state = /^# state: (.+)$/.exec(note)?.[1];
    if (state !== undefined) names.learn(command, await setUp(middleware.url, state));
  };
  return {
    check: async ({ command, notes, answer }) => {
      for (const note of notes) await prepare(note, command);
      const { url, body, ...request } = parseCurl(names.translate(command), { URL: middleware.url, KEY: API_KEY });
      const init = { ...request, headers: request.headers.map(([name, value]): [string, string] => [name, value]) };
      await compare(await fetch(url, { ...init, ...(body === undefined ? {} : { body }), redirect: 'manual' }), answer, names);
    },
    [Symbol.asyncDispose]: async () => {
      await middleware.close();
      await five9.close();
    },
  };
}

async function setUp(url: string, state: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ action: 'setup', state });
  const response = await fetch(`${url}/control/states`, { method: 'POST', headers, body });
  expect(response.status, `the state: ${state}`).toBe(200);
  return response.json();
}

async function compare(response: Response, written: WrittenAnswer, names: Names): Promise<void> {
  expect(response.status, 'the status').toBe(written.status);
  for (const [name, value] of written.headers) expect(response.headers.get(name), `the header ${name}`).toBe(value);
  const bytes = await response.bytes();
  if (written.body.startsWith('(')) return expect(`(${bytes.length} bytes)`).toBe(written.body);
  const text = new TextDecoder().decode(bytes).trim();
  if (!text.startsWith('{')) return expect(text).toBe(written.body);
  const came: unknown = JSON.parse(text);
  const says: unknown = JSON.parse(written.body);
  names.pair(says, came);
  expect(came).toEqual(JSON.parse(names.translate(written.body)));
}

/** What values that a guide writes are in this run. */
class Names {
  readonly #real: Map<string, string>;

  constructor(entries: readonly (readonly [written: string, real: string])[]) {
    this.#real = new Map(entries);
  }

  /** The values of a provider state, by the fields of the request that they are for. */
  learn(command: string, values: unknown): void {
    for (const [name, value] of Object.entries(Object(values))) {
      const written = new RegExp(`"${name}":"([^"]+)"`).exec(command)?.[1];
      if (written !== undefined) this.#real.set(written, String(value));
    }
  }

  /** Learns the varying fields of an answer, at any depth. */
  pair(written: unknown, came: unknown): void {
    for (const [name, value] of Object.entries(Object(written))) {
      const real: unknown = Reflect.get(Object(came), name);
      if (typeof value === 'object') this.pair(value, real);
      if (typeof value !== 'string' || typeof real !== 'string' || !VARYING.includes(name)) continue;
      if (!this.#real.has(value)) this.#real.set(value, real);
    }
  }

  /** A text of the guide with the values of this run. */
  translate(text: string): string {
    // Longest first: a recording's URL contains the id of its call.
    const written = [...this.#real.keys()].toSorted((left, right) => right.length - left.length);
    const any = new RegExp(written.map((each) => each.replace(/\W/g, '\\$&')).join('|'), 'g');
    return text.replace(any, (each) => this.#real.get(each) ?? each);
  }
}
