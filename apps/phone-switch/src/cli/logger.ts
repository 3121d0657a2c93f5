import { type Logger, silentLogger } from '@elasticfunnels/switch-core';
import { destination, pino } from 'pino';

/** The framework's own log, as JSON lines on stderr; silent unless asked for. */
export function diagnosticLogger(verbose: boolean): Logger {
  return verbose ? pino({ name: 'phone-switch', level: 'debug' }, destination({ fd: 2, sync: true })) : silentLogger;
}
