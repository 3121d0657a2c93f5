import { inspect } from 'node:util';
import type { Logger, LogMethod } from '@elasticfunnels/switch-core';

/** One line that was logged. */
export interface LogEntry {
  readonly level: keyof Logger;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/**
 * A logger that keeps what it is told.
 *
 * @example
 * const logger = new RecordingLogger();
 * const host = createSwitchHost({ logger });
 * // later: logger.text() holds every line, for checks that no secret is in any
 */
export class RecordingLogger implements Logger {
  readonly #entries: LogEntry[] = [];
  readonly debug: LogMethod = this.#recordAt('debug');
  readonly info: LogMethod = this.#recordAt('info');
  readonly warn: LogMethod = this.#recordAt('warn');
  readonly error: LogMethod = this.#recordAt('error');

  /** What was logged, the oldest first. */
  get entries(): readonly LogEntry[] {
    return [...this.#entries];
  }

  /** What was logged at one level. */
  at(level: keyof Logger): readonly LogEntry[] {
    return this.#entries.filter((entry) => entry.level === level);
  }

  /** Everything as one text, nested fields and causes of errors included: what an operator could come to see. */
  text(): string {
    return this.#entries
      .map(({ level, fields, message }) => `${level} ${message} ${inspect(fields, { depth: Infinity, breakLength: Infinity })}`)
      .join('\n');
  }

  #recordAt(level: keyof Logger): LogMethod {
    return (fields, message) => {
      this.#entries.push({ level, fields, message });
    };
  }
}
