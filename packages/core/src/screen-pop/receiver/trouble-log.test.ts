import { FakeClock, RecordingLogger } from '@elasticfunnels/switch-core/testing';
import { expect, test } from 'vitest';
import { silentLogger } from '../../runtime/logger.ts';
import { describeError } from './describe-error.ts';
import { type Trouble, TroubleLog } from './trouble-log.ts';

const FORGED: Trouble = { level: 'warn', message: 'screen pop refused', reason: 'signature_wrong', source: '203.0.113.7' };

test('a thousand of the same are two lines in a minute and a bit, and the second says how many', async () => {
  const clock = new FakeClock();
  const logger = new RecordingLogger();
  const log = new TroubleLog(logger, clock);
  for (let index = 0; index < 1_000; index += 1) log.tell(FORGED, () => ({ status: 401 }));
  await clock.advance(60_000);
  log.tell(FORGED, () => ({ status: 401 }));
  expect(logger.entries.map(({ fields }) => fields)).toEqual([
    { reason: 'signature_wrong', source: '203.0.113.7', status: 401 },
    { reason: 'signature_wrong', source: '203.0.113.7', count: 1_000, status: 401 },
  ]);
});

test('each reason, source and brand has its own line', () => {
  const logger = new RecordingLogger();
  const log = new TroubleLog(logger, new FakeClock());
  for (const more of [{}, { reason: 'timestamp_stale' }, { source: '203.0.113.8' }, { brand: 'acme' }, {}]) {
    log.tell({ ...FORGED, ...more }, () => ({}));
  }
  expect(logger.entries).toHaveLength(4);
});

test('a flood from everywhere has no more lines than a minute may have; how many were left out is told', async () => {
  const clock = new FakeClock();
  const logger = new RecordingLogger();
  const log = new TroubleLog(logger, clock);
  for (let index = 0; index < 5_000; index += 1) log.tell({ ...FORGED, source: `source-${index}` }, () => ({}));
  expect(logger.entries).toHaveLength(200);
  await clock.advance(60_000);
  log.tell({ ...FORGED, source: 'another' }, () => ({}));
  expect(logger.entries.at(-1)?.fields).toMatchObject({ unlogged: 4_800 });
});

test('a logger that throws harms nobody', () => {
  const logger = { ...silentLogger, warn: () => expect.unreachable() };
  new TroubleLog(logger, new FakeClock()).tell(FORGED, () => ({}));
});

test('an error is told by its name, code and place, and never by its message', () => {
  const error = Object.assign(new TypeError('cannot read +15550004567\n    at the payload'), { code: 'ERR_BAD' });
  expect(describeError(error)).toEqual({
    name: 'TypeError',
    code: 'ERR_BAD',
    at: expect.stringContaining('trouble-log.test.ts'),
  });
  expect(describeError('+15550004567')).toEqual({ name: 'string' });
});
