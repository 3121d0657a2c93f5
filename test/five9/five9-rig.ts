import {
  Five9Simulator,
  FaultBoard,
  ManualClock,
  type MiddlewareSettings,
  type RunningMiddleware,
  type SimulatorOptions,
  startMiddleware,
} from '@elasticfunnels/five9-middleware';
import {
  createSwitchHost,
  LOOPBACK_ALLOWED,
  type MakeCallRequest,
  parseAgentExtension,
  type PhoneSwitch,
  type RetryPolicy,
  SwitchError,
} from '@elasticfunnels/switch-core';
import { FakeClock, RecordingLogger } from '@elasticfunnels/switch-core/testing';
import five9Plugin from '@elasticfunnels/switch-five9';
import { vi } from 'vitest';

export const API_KEY = 'rig-api-key-4711';
export const DIAL: MakeCallRequest = { agentExtension: parseAgentExtension('1001'), destination: '+15550001111' };

/** What a test may set otherwise. */
export interface RigOptions {
  readonly settings?: Partial<MiddlewareSettings>;
  readonly simulator?: SimulatorOptions;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly retry?: Partial<RetryPolicy>;
}

/** The driver, the reference middleware and the simulated Five9, over a real connection and each side with a clock of its own. */
export interface Five9Rig extends AsyncDisposable {
  readonly phone: PhoneSwitch;
  readonly middleware: RunningMiddleware;
  readonly simulator: Five9Simulator;
  readonly faults: FaultBoard;
  readonly logger: RecordingLogger;
  /** The driver's time: deadlines, waits between tries, the window of the dial guard. */
  readonly driverClock: FakeClock;
  /** The service's time: late answers, recordings, wrap-up. */
  readonly serviceClock: ManualClock;
  /** How often a customer's phone rang, by the simulator's own log. */
  dials(): number;
}

/** Starts all of it; dispose of it (`await using`) at the end of the test. */
export async function startRig({ settings, simulator: simulated, config, retry }: RigOptions = {}): Promise<Five9Rig> {
  const serviceClock = new ManualClock();
  const driverClock = new FakeClock(new Date(serviceClock.now()));
  const faults = new FaultBoard();
  const simulator = new Five9Simulator({ clock: serviceClock, ...simulated });
  const authentication = { kind: 'bearer', apiKey: API_KEY } as const;
  const middleware = await startMiddleware({ five9: simulator, authentication, clock: serviceClock, faults, ...settings });
  const logger = new RecordingLogger();
  const host = createSwitchHost({
    network: LOOPBACK_ALLOWED,
    clock: driverClock,
    logger,
    retry: { random: () => 0.5, ...retry },
  });
  host.register(five9Plugin);
  host.setBrand('acme', { plugin: 'five9', config: { api_base_url: middleware.url, api_key: API_KEY, ...config } });
  return {
    phone: await host.phoneSwitch('acme'),
    middleware,
    simulator,
    faults,
    logger,
    driverClock,
    serviceClock,
    dials: () => simulator.dials().length,
    [Symbol.asyncDispose]: async () => {
      await host.close();
      await middleware.close();
      await simulator.close();
    },
  };
}

/** Lets real connections work until a condition holds. */
export async function until(condition: () => boolean): Promise<void> {
  await vi.waitUntil(condition, { interval: 2, timeout: 10_000 });
}

/** The error that some work ends in; throws when it ends in none, or in another kind. */
export async function failureOf(work: Promise<unknown>): Promise<SwitchError> {
  try {
    await work;
  } catch (error) {
    if (SwitchError.is(error)) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}
