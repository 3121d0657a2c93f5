import { type Logger, type LogMethod, silentLogger } from '@elasticfunnels/switch-core';

/**
 * The same logger, except that nothing it throws gets out: what is told in the background has nobody to catch it, and would
 * end the process.
 */
export function quietLogger(logger: Logger): Logger {
  if (logger === silentLogger) return logger;
  const level =
    (name: keyof Logger): LogMethod =>
    (fields, message) => {
      try {
        logger[name](fields, message);
      } catch {
        // A full disk must not make a failure of a dial that was placed.
      }
    };
  return { debug: level('debug'), info: level('info'), warn: level('warn'), error: level('error') };
}
