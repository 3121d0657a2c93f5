import { type Logger, silentLogger } from '@elasticfunnels/switch-core';
import { destination, pino } from 'pino';
import { escapeJson } from './one-line.ts';

/** The framework's own log, as JSON lines on stderr; silent unless asked for. */
export function diagnosticLogger(verbose: boolean): Logger {
  if (!verbose) return silentLogger;
  const stderr = destination({ fd: 2, sync: true });
  // A log that cannot be written, as on a full disk, must not end a call that is under way.
  stderr.on('error', () => {});
  const stream = { write: (line: string): void => void stderr.write(`${escapeJson(line.trimEnd())}\n`) };
  return pino({ name: 'phone-switch', level: 'debug' }, stream);
}
