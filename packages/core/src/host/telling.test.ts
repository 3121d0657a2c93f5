import { FakeClock, RecordingLogger, ScriptedTransport } from '@elasticfunnels/switch-core/testing';
import { Container } from 'inversify';
import { describe, expect, test } from 'vitest';
import type { HangupResult } from '../call/results.ts';
import { noAuthorisation } from '../http/authorisation.ts';
import type { SwitchServices } from '../plugin/define-plugin.ts';
import { type Logger, type LogMethod, silentLogger } from '../runtime/logger.ts';
import { type OperationObservation, openTelemetry, type Telemetry } from '../runtime/telemetry.ts';
import type { Capability } from '../switch/capabilities.ts';
import type { OperationsWith } from '../switch/phone-switch.ts';
import { phoneSwitchModule, type SwitchHostOptions } from './phone-switch-module.ts';
import type { SwitchHost } from './switch-host.ts';
import { TOKENS } from './tokens.ts';
import { CALL, DIAL, PLACED, switchErrorOf, vendorPlugin, vendorSwitch } from './vendor.test.fixture.ts';

const fail = (): never => {
  throw new Error('disk full');
};
const rejecting = (): Promise<never> => Promise.reject(new Error('disk full'));
const each = (log: LogMethod): Logger => ({ debug: log, info: log, warn: log, error: log });

const ASYNCHRONOUS: Logger = Object.assign({}, silentLogger, {
  debug: rejecting,
  info: rejecting,
  warn: rejecting,
  error: rejecting,
});

function hostOf(
  options: SwitchHostOptions,
  { telemetry, open }: { telemetry?: Telemetry; open?: (services: SwitchServices) => Partial<OperationsWith<Capability>> } = {},
): SwitchHost {
  const container = new Container();
  container.load(phoneSwitchModule({ transport: new ScriptedTransport(), ...options }));
  if (telemetry !== undefined) container.rebind(TOKENS.telemetry).toConstantValue(telemetry);
  const host = container.get(TOKENS.host);
  host.register(vendorPlugin((_config, services) => vendorSwitch(open?.(services))));
  host.setBrand('acme', { plugin: 'vendor', config: { label: 'a' } });
  return host;
}

describe.each([
  ['throws', each(fail)],
  ['is asynchronous and fails', ASYNCHRONOUS],
])('a logger that %s changes nothing of what an operation says', (_how, logger) => {
  test('of a dial that was placed, of one that joined it, and of what failed', async () => {
    await using host = hostOf(
      { logger },
      {
        open: () => ({
          hangupCall: () => Promise.reject(new Error('bug')),
          connect: async () => ({ status: 'verified', latencyMs: 1 }),
        }),
      },
    );
    const phone = await host.phoneSwitch('acme');
    expect([await phone.makeCall(DIAL), await phone.makeCall(DIAL)]).toEqual([PLACED, { ...PLACED, replayed: true }]);
    expect(await phone.connect()).toMatchObject({ status: 'verified' });
    expect(await switchErrorOf(phone.hangupCall(CALL))).toMatchObject({ code: 'INTERNAL', operation: 'hangupCall' });
  });

  test('of one that a driver logs about, and that is repeated, at an origin that is left alone', async () => {
    const fault = { kind: 'connect', reason: 'refused' } as const;
    const transport = new ScriptedTransport().fail(fault).answer({});
    const options = { logger, transport, retry: { baseDelayMs: 0 }, originLimits: { failuresInARow: 1, firstPauseMs: 1 } };
    await using host = hostOf(options, {
      open: ({ http, logger: own }) => {
        const client = http({ baseUrl: new URL('https://switch.test'), authorisation: noAuthorisation });
        return {
          hangupCall: (_call, full) => {
            own.info({}, 'about to hang up');
            const read = (): HangupResult => ({ status: 'ended' });
            return client.send({ operation: 'hangupCall', method: 'POST', path: '/', read, options: full });
          },
        };
      },
    });
    expect(await (await host.phoneSwitch('acme')).hangupCall(CALL)).toEqual({ status: 'ended' });
  });

  test('of removing a brand whose switch does not close', async () => {
    await using host = hostOf({ logger }, { open: () => ({ close: () => Promise.reject(new Error('stuck')) }) });
    await host.phoneSwitch('acme');
    await host.removeBrand('acme');
  });
});

describe('telemetry that fails changes nothing of what an operation says, and the log tells it once', () => {
  const observing = (observation: Partial<OperationObservation>): Telemetry => ({
    ...openTelemetry(),
    start: () => ({ run: (work) => work(), end: () => {}, ...observation }),
  });

  test.each([
    ['when an operation begins', { ...openTelemetry(), start: fail }],
    ['before it runs', observing({ run: fail })],
    [
      'after it was run',
      observing({
        run: (work) => {
          work();
          return fail();
        },
      }),
    ],
    ['when it ends', observing({ end: fail })],
  ])('%s', async (_when, telemetry) => {
    const logger = new RecordingLogger();
    let rings = 0;
    const makeCall = async (): Promise<typeof PLACED> => {
      rings += 1;
      return PLACED;
    };
    await using host = hostOf(
      { logger },
      { telemetry, open: () => ({ makeCall, hangupCall: () => Promise.reject(new Error('bug')) }) },
    );
    const phone = await host.phoneSwitch('acme');
    expect(await phone.makeCall(DIAL)).toEqual(PLACED);
    expect(await switchErrorOf(phone.hangupCall(CALL))).toMatchObject({ code: 'INTERNAL' });
    expect(rings).toBe(1);
    expect(logger.at('error')).toMatchObject([
      { message: expect.stringMatching(/telemetry threw/), fields: { error: 'disk full' } },
    ]);
  });

  test('nor does one that runs it twice, or later, or gives a promise of its own: a dial rings once', async () => {
    const later: (() => unknown)[] = [];
    const runs: OperationObservation['run'][] = [
      (work) => {
        work();
        return work();
      },
      (work) => {
        later.push(work);
        return JSON.parse('null');
      },
      (work) => Promise.resolve(work()).finally(() => {}) as ReturnType<typeof work>,
    ];
    for (const run of runs) {
      let rings = 0;
      const makeCall = async (): Promise<never> => {
        rings += 1;
        throw new Error('bug');
      };
      await using host = hostOf({}, { telemetry: observing({ run }), open: () => ({ makeCall }) });
      const phone = await host.phoneSwitch('acme');
      expect(await switchErrorOf(phone.makeCall(DIAL))).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
      for (const work of later.splice(0)) await Promise.resolve(work()).catch(() => {});
      expect(rings).toBe(1);
    }
  });

  test('what an operation is refused for is told as it is, and not as a failure of telemetry', async () => {
    const logger = new RecordingLogger();
    await using host = hostOf({ logger });
    const phone = await host.phoneSwitch('acme');
    await phone.close();
    expect(await switchErrorOf(phone.connect())).toMatchObject({ code: 'CLOSED' });
    expect(logger.at('error')).toEqual([]);
  });

  test('counting requests that are refused, and origins that are left alone, neither', async () => {
    const clock = new FakeClock();
    const fault = { kind: 'connect', reason: 'refused' } as const;
    const options = {
      clock,
      transport: new ScriptedTransport(clock).fail(fault),
      retry: { attempts: 1 },
      originLimits: { failuresInARow: 1 },
    };
    await using host = hostOf(options, {
      telemetry: { ...openTelemetry(), recordOpenOrigins: fail, recordRefusedRequest: fail },
      open: ({ http }) => {
        const client = http({ baseUrl: new URL('https://switch.test'), authorisation: noAuthorisation });
        const read = (): HangupResult => ({ status: 'ended' });
        return {
          hangupCall: (_call, full) => client.send({ operation: 'hangupCall', method: 'POST', path: '/', read, options: full }),
        };
      },
    });
    const phone = await host.phoneSwitch('acme');
    for (const _ of [1, 2]) expect(await switchErrorOf(phone.hangupCall(CALL))).toMatchObject({ code: 'UNREACHABLE' });
  });
});
