/** One level of a logger: fields first, then the message. */
export type LogMethod = (fields: Readonly<Record<string, unknown>>, message: string) => void;

/**
 * Where the framework tells what it does. A pino logger fits as it is.
 *
 * No secret, no body and no unmasked phone number is ever passed to it.
 *
 * @example createSwitchHost({ logger: pino() })
 */
export interface Logger {
  readonly debug: LogMethod;
  readonly info: LogMethod;
  readonly warn: LogMethod;
  readonly error: LogMethod;
}

const ignore: LogMethod = () => {};

/** Says nothing; the default. */
export const silentLogger: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
