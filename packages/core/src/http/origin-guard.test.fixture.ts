import { FakeClock, RecordingLogger, ScriptedTransport } from '@elasticfunnels/switch-core/testing';
import { openTelemetry } from '../runtime/telemetry.ts';
import type { HttpTransport, TransportFault, TransportRequest } from './http-transport.ts';
import { failureOf, post } from './loopback-transport.test.fixture.ts';
import { OriginGuardedTransport } from './origin-guarded-transport.ts';
import { DEFAULT_ORIGIN_LIMITS, type OriginLimits } from './origin-limits.ts';

/** An origin that fails, and one that does not. */
export const DEAD = new URL('https://dead.test/dial');
export const LIVE = new URL('https://live.test/dial');
export const REFUSED: TransportFault = { kind: 'connect', reason: 'refused' };
const limits: OriginLimits = { ...DEFAULT_ORIGIN_LIMITS, underWay: 4, failuresInARow: 3 };

/** A transport that guards, and what it works with. */
export interface Guarded {
  readonly guarded: OriginGuardedTransport;
  readonly clock: FakeClock;
  readonly scripted: ScriptedTransport;
  readonly logger: RecordingLogger;
  /** What the metrics were told. */
  readonly counted: string[];
}

/** Guards a scripted transport: four requests at once, and left alone after three failures in a row. */
export function guard(script: (transport: ScriptedTransport) => HttpTransport, maxOrigins = 100): Guarded {
  const clock = new FakeClock();
  const scripted = new ScriptedTransport(clock);
  const logger = new RecordingLogger();
  const counted: string[] = [];
  const telemetry = {
    ...openTelemetry(),
    recordRefusedRequest: (reason: string) => void counted.push(reason),
    recordOpenOrigins: (change: number) => void counted.push(`open ${change}`),
  };
  const guarded = new OriginGuardedTransport(script(scripted), { limits, maxOrigins, clock, logger, telemetry });
  return { guarded, clock, scripted, logger, counted };
}

/** Three failures of this kind in a row. */
export function failing(fault: TransportFault, sent?: boolean): (transport: ScriptedTransport) => ScriptedTransport {
  return (transport) => {
    for (let failure = 1; failure <= 3; failure += 1) transport.fail(fault, sent === undefined ? {} : { sent });
    return transport;
  };
}

/** Fails so often that the dead origin is left alone. */
export async function failThreeTimes(guarded: HttpTransport, more: Partial<TransportRequest> = {}): Promise<void> {
  for (let failure = 1; failure <= 3; failure += 1) await failureOf(guarded.request(post(DEAD, more)));
}
