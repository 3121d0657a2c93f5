import { expect, test } from 'vitest';
import { RecordingLogger } from './recording-logger.ts';

test('keeps every line with its level and fields', () => {
  const logger = new RecordingLogger();
  const { info } = logger;
  info({ operation: 'connect' }, 'operation done');
  logger.warn({ code: 'REJECTED' }, 'operation failed');
  expect(logger.entries).toEqual([
    { level: 'info', fields: { operation: 'connect' }, message: 'operation done' },
    { level: 'warn', fields: { code: 'REJECTED' }, message: 'operation failed' },
  ]);
  expect(logger.at('warn')).toHaveLength(1);
});

test('its text shows nested fields and causes, where a secret could hide', () => {
  const logger = new RecordingLogger();
  logger.error({ a: { b: { c: { d: 'deep' } } }, error: new Error('outer', { cause: new Error('inner') }) }, 'failed');
  expect(logger.text()).toContain('deep');
  expect(logger.text()).toContain('inner');
});
