import { type Logger, type LogMethod, silentLogger } from './logger.ts';
import { quietly } from './quietly.ts';

/** The same logger, except that nothing it throws gets out: a full disk must not make a call that was placed a failure. */
export function quietLogger(logger: Logger): Logger {
  if (logger === silentLogger) return logger;
  const level =
    (name: keyof Logger): LogMethod =>
    (fields, message) =>
      quietly(() => logger[name](fields, message));
  return { debug: level('debug'), info: level('info'), warn: level('warn'), error: level('error') };
}
