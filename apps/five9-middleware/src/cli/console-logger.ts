import { styleText } from 'node:util';
import { type Logger, pino } from 'pino';
import { z } from 'zod';

/** Somewhere to write text. */
export interface TextOutput {
  write(text: string): unknown;
}

/** A logger of JSON lines, for machines. */
export function createJsonLogger(output: TextOutput, level: string): Logger {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    lineSink((line) => output.write(line)),
  );
}

/** A logger of one short line per event, for people. */
export function createConsoleLogger(output: TextOutput, level: string, colour: boolean): Logger {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  return pino(
    options,
    lineSink((line) => output.write(humanise(line, colour))),
  );
}

function lineSink(write: (line: string) => void): { write(line: string): void } {
  return { write };
}

const logRecord = z.record(z.string(), z.unknown());

function humanise(line: string, colour: boolean): string {
  const { time, level, msg, err, ...fields } = logRecord.parse(JSON.parse(line));
  const clock = String(time).slice(11, 19);
  const details = Object.entries(fields)
    .filter(([name]) => name !== 'requestId')
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const failure = err === undefined ? [] : [`error=${messageOf(err)}`];
  const text = [clock, String(msg), ...details, ...failure].join('  ');
  const grave = typeof level === 'number' && level >= 40;
  return `${colour && grave ? styleText('yellow', text, { validateStream: false }) : text}\n`;
}

function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null ? String(Reflect.get(error, 'message')) : String(error);
}
