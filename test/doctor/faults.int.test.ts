import {
  FaultBoard,
  faultCatalogue,
  type FaultName,
  Five9Simulator,
  type RunningMiddleware,
  startMiddleware,
} from '@elasticfunnels/five9-middleware';
import type { TroubleshootingRow } from '@elasticfunnels/switch-core';
import {
  DNS_FAULTS,
  type Fault,
  FAULTS,
  type HealthyAnswer,
  NO_FAULT,
  type SeenRequest,
  startFaultServer,
} from '@elasticfunnels/switch-core/testing/faults';
import { vicidialPlugin } from '@elasticfunnels/switch-vicidial';
import {
  faultCatalogue as vicidialFaults,
  type RunningViciDial,
  startViciDialSimulator,
} from '@elasticfunnels/vicidial-simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { API_KEY, examine, type Examined } from './doctor-rig.ts';

/** Where the doctor points for a fault; `nothing` where all that can be checked holds. */
type Pointer = TroubleshootingRow | 'nothing';

const SLOW = 'the-service-fails-or-is-too-slow';
const STRANGER = 'something-else-answers-than-the-service';
const PATH = 'the-path-is-missing-or-redirects';
const SILENT = 'nothing-answers-at-the-address';
const TLS = 'the-certificate-is-refused';
const REFUSED = '401403-on-all-calls';
const POLICY = 'the-address-is-not-allowed';
const NAME = 'the-name-does-not-resolve';

/** By the faults' names, the first that fits; several where two outcomes are right, as a race decides. */
const EXPECTED: readonly (readonly [fault: RegExp, ...pointers: readonly Pointer[]])[] = [
  [/^none$/, 'nothing'],
  [/^(refuse|blackhole)$/, SILENT],
  [/^(reset|close)-on-accept$/, SILENT, SLOW],
  [/^(reset|close|stall)-(on-accept|at-(request|status|answer))/, SLOW],
  [/^tls-offers-http2$/, 'nothing', TLS],
  [/^tls-(reset|close)-after-request$/, SLOW, TLS],
  [/^tls-handshake-stall$/, SILENT],
  [/^tls-on-plain-port$/, STRANGER],
  [/^tls-/, TLS],
  [/^dns-(not-found|try-again|failed|empty|hanging)$/, NAME],
  [/^dns-(hundred|hundred-last|only-ipv6)$/, SILENT],
  [/^dns-turns-private$/, POLICY, 'nothing'],
  [/^dns-shifting$/, POLICY, SILENT],
  [/^dns-/, POLICY],
  [/^redirect-|^status-30\d$/, PATH],
  [/^status-401/, REFUSED],
  [/^status-403/, REFUSED],
  [/^status-40[45]-html$|^body-html-404$|^status-404$/, PATH],
  [/^status-501$/, PATH, SLOW],
  [/^status-(429|5\d\d|600|999)/, SLOW],
  [/^status-4\d\d/, 'connect-fails-at-once'],
  [/^(upgrade-required|early-413|success-false)$/, 'connect-fails-at-once', SLOW],
  [/^encoding-identity$/, 'nothing'],
  [/^encoding-|^huge-/, STRANGER, SLOW],
  // Refusals are read all the same, and the doctor brings no call's success about.
  [/^json-latin1$/, 'nothing'],
  [/^(json-(truncated|invalid|twice|array|null|text|deep|utf16)|body-(html|text))/, STRANGER],
  [/^success-(text|number)$/, STRANGER],
];

function expectedOf(name: string): readonly Pointer[] | undefined {
  const [, ...pointers] = EXPECTED.find(([pattern]) => pattern.test(name)) ?? [];
  return pointers.length === 0 ? undefined : pointers;
}

/** A service in good health, as far as the doctor asks it. */
function answer(request: SeenRequest | undefined): HealthyAnswer {
  if (request?.headers['authorization'] === undefined)
    return { status: 401, json: { success: false, code: 'unauthenticated', message: 'Who are you?' } };
  if (request.method === 'GET') return { status: 200, json: { success: true } };
  return { status: 422, json: { success: false, code: 'call_not_found', message: 'No such call.' } };
}

async function examineFault(fault: Fault, deadline = '600ms'): Promise<Examined> {
  await using server = await startFaultServer({ fault, answer, dripMs: 20 });
  const config = { api_base_url: server.url.href, api_key: API_KEY };
  const authorities = server.certificateAuthorities;
  // Awaited here: returned as it is, the server would be closed before it is examined.
  return await examine({ config, authorities, flags: { deadline } });
}

/** What the framework may take for an answer, or for a lost connection, is the parser's to decide. */
function isHarmless({ conclusions: { question } }: Fault): boolean {
  return question.some(({ ends }) => ends === 'result');
}

/** A few at a time: most of them wait for an answer that never comes. */
async function inGroups<T>(all: readonly T[], examineOne: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (let one = left.shift(); one !== undefined; one = left.shift()) await examineOne(one);
    }),
  );
}

describe('the doctor before every fault of the fault server', () => {
  test('names its section of the troubleshooting page', { timeout: 120_000 }, async () => {
    const wrong: string[] = [];
    await inGroups(FAULTS, async (fault) => {
      const expected = expectedOf(fault.name) ?? (isHarmless(fault) ? undefined : [SLOW, STRANGER]);
      const isExpected = ({ worst }: Examined): boolean => expected?.includes(worst?.row ?? 'nothing') !== false;
      let examined = await examineFault(fault);
      // A machine that is busy with other things runs out of so little time.
      if (!isExpected(examined)) examined = await examineFault(fault, '5s');
      const { worst } = examined;
      if (!isExpected(examined)) wrong.push(`${fault.name}: ${worst?.row ?? 'nothing'} (${worst?.found})`);
      if (worst?.status === 'broken' && (worst.next ?? '') === '') wrong.push(`${fault.name}: nothing to do next`);
    });
    expect(wrong).toEqual([]);
  });

  test('of a resolver too', async () => {
    const wrong: string[] = [];
    await using server = await startFaultServer({ fault: NO_FAULT, answer });
    await inGroups(DNS_FAULTS, async ({ name, makeResolver }) => {
      const config = { api_base_url: `http://switch.test:${server.url.port}`, api_key: API_KEY };
      const { worst } = await examine({ config, resolveHost: makeResolver(), flags: { deadline: '1500ms' } });
      const pointer: Pointer = worst?.row ?? 'nothing';
      if (expectedOf(name)?.includes(pointer) !== true) wrong.push(`${name}: ${pointer} (${worst?.found})`);
    });
    expect(wrong).toEqual([]);
  });
});

describe('the doctor before every fault of the Five9 simulator', () => {
  const faults = new FaultBoard();
  const simulator = new Five9Simulator({ faults, timings: { ringMs: 1, recordingDelayMs: 1, wrapUpMs: 0 } });
  let middleware: RunningMiddleware;
  beforeAll(async () => {
    middleware = await startMiddleware({ five9: simulator, faults, authentication: { kind: 'bearer', apiKey: API_KEY } });
  });
  afterAll(async () => {
    await middleware.close();
    await simulator.close();
  });

  const UNKNOWN = 'nobody-knows-whether-the-call-was-placed';
  /** With a test call where the fault strikes dials alone: nothing else can show it. */
  const TABLE: Readonly<Record<FaultName, { readonly dial?: true; readonly row: Pointer }>> = {
    'dial-accepted-never-answered': { dial: true, row: UNKNOWN },
    'answer-late': { row: SLOW },
    'error-500': { row: SLOW },
    'error-502': { row: SLOW },
    'error-503': { row: SLOW },
    'error-503-no-retry-after': { row: SLOW },
    'error-504': { row: SLOW },
    forbidden: { row: REFUSED },
    'html-502': { row: SLOW },
    'html-200': { row: STRANGER },
    'truncated-json': { row: STRANGER },
    'reset-before-dial': { dial: true, row: UNKNOWN },
    'reset-after-dial': { dial: true, row: UNKNOWN },
    'reset-mid-body': { row: SLOW },
    drip: { row: SLOW },
    'missing-call-id': { dial: true, row: UNKNOWN },
    'number-call-id': { dial: true, row: UNKNOWN },
    'success-string': { row: STRANGER },
    'success-false': { row: 'connect-fails-at-once' },
    'rate-limited': { row: SLOW },
    'redirect-307': { row: PATH },
    'redirect-302': { row: PATH },
    'huge-body': { row: STRANGER },
    // The right JSON, whatever it claims to be: the driver reads it, so calls do not fail by it.
    'wrong-content-type': { row: 'nothing' },
    // What the telephony sends: the doctor looks at what receives it, and says that only the sender's log tells.
    'duplicate-webhook': { row: 'nothing' },
    'late-webhook': { row: 'nothing' },
    'bad-signature-webhook': { row: 'nothing' },
  };

  test.each(Object.entries(TABLE))('%s', async (name, { dial, row }) => {
    faults.switchOn(name as FaultName, { delayMs: 1_000 });
    const call = { dialTest: '+15550001111', agent: '1010' };
    const config = { api_base_url: middleware.url, api_key: API_KEY };
    const { worst, exitCode } = await examine({ config, flags: { deadline: '600ms', ...(dial === true ? call : {}) } });
    faults.switchOff();
    // The agent is free again for the next test call.
    for (const { callId } of simulator.calls()) await simulator.disconnect(callId).catch(() => {});
    expect(worst?.row ?? 'nothing').toBe(row);
    expect(exitCode).toBe(worst?.status === 'broken' ? 1 : 0);
  });

  test('the table has them all', () => {
    expect(Object.keys(TABLE).toSorted((a, b) => a.localeCompare(b))).toEqual(
      Object.keys(faultCatalogue).toSorted((a, b) => a.localeCompare(b)),
    );
  });
});

describe('the doctor before every fault of the ViciDial simulator', () => {
  let vicidial: RunningViciDial;
  const asked: string[] = [];
  beforeAll(async () => {
    vicidial = await startViciDialSimulator({
      onRequest: ({ function: name }) => void asked.push(name),
      user: 'doctor',
      pass: API_KEY,
      timings: { screenMs: 5, ringMs: 5, recordingDelayMs: 5 },
    });
  });
  afterAll(() => vicidial.close());

  const TABLE = {
    slow: SLOW,
    'empty-body': STRANGER,
    'html-error-page': STRANGER,
    'http-500': SLOW,
    lockout: REFUSED,
    // They strike dials and commands that are carried out, of which the doctor sends none, and rows of recordings.
    'never-answer': 'nothing',
    'reset-after-dial': 'nothing',
    'location-empty-forever': 'nothing',
    'screen-asleep': 'nothing',
  } as const;
  const config = (): Record<string, string> => ({
    api_url: vicidial.apiUrl,
    agent_api_url: vicidial.agentApiUrl,
    user: 'doctor',
    pass: API_KEY,
  });

  test.each(Object.entries(TABLE))('%s', async (name, row) => {
    vicidial.faults.switchOn(name as keyof typeof TABLE, { delayMs: 1_000 });
    const { worst } = await examine({ plugin: vicidialPlugin, config: config(), flags: { deadline: '600ms' } });
    vicidial.faults.switchOff();
    expect(worst?.row ?? 'nothing').toBe(row);
  });

  test('the table has them all', () => {
    expect(new Set(Object.keys(TABLE))).toEqual(new Set(Object.keys(vicidialFaults)));
  });

  test('in good health all holds, on both scripts, and nothing reaches a screen', async () => {
    const before = JSON.stringify(vicidial.dialler.calls());
    const { checks, exitCode } = await examine({ plugin: vicidialPlugin, config: config() });
    expect(exitCode).toBe(0);
    expect(checks.filter(({ name }) => name === 'path')).toHaveLength(6);
    expect(checks.filter(({ status }) => status === 'broken' || status === 'warning')).toEqual([]);
    expect(JSON.stringify(vicidial.dialler.calls())).toBe(before);
  });

  test('wrong credentials are tried once, as each try counts towards a lock-out', async () => {
    asked.length = 0;
    const { worst, checks } = await examine({ plugin: vicidialPlugin, config: { ...config(), pass: 'another' } });
    expect(asked).toEqual(['logged_in_agents']);
    expect(worst).toMatchObject({ name: 'credentials', code: 'UNAUTHENTICATED', row: REFUSED });
    expect(checks.filter(({ name, status }) => name === 'path' && status !== 'not_checked')).toEqual([]);
  });
});
