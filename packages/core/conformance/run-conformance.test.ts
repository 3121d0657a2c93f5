import { expect, test } from 'vitest';
import {
  conformanceCases,
  type ConformanceSubject,
  formatConformanceReport,
  memorySubject,
  mutants,
  runConformance,
} from './index.ts';

const subject = memorySubject({ name: 'memory' });

test('a subject that keeps every promise conforms', async () => {
  const report = await runConformance(subject);
  expect(report.failed).toEqual([]);
  expect(report.conforms).toBe(true);
  expect(report.passed.length).toBeGreaterThanOrEqual(45);
  expect(formatConformanceReport(report)).toMatch(
    /^memory keeps every promise that was put to the test: \d+ kept, 0 broken, \d+ not tested\./,
  );
});

test('a subject that breaks one is told which, and how', async () => {
  const liar = mutants.find(({ name }) => name === 'attended-as-blind');
  if (liar === undefined) throw new Error('expected the mutant');
  const report = await runConformance(liar.subject);
  expect(report.conforms).toBe(false);
  const text = formatConformanceReport(report);
  expect(text).toContain('attended-as-blind breaks 1 promise:');
  expect(text).toContain('BROKEN      an attended transfer is done as an attended one, never quietly as a blind one');
  expect(text).toContain('A stated kind of transfer must never be replaced by the other.');
});

test('what is skipped says why: the capability, the host, or what the subject cannot provide', () => {
  const poor: ConformanceSubject = {
    ...memorySubject({ through: 'driver', capabilities: [] }),
    cannot: { 'choose-call-id': 'the simulator numbers its calls itself' },
  };
  const reasons = new Set(conformanceCases(poor).flatMap(({ skip }) => skip ?? []));
  expect([...reasons].sort()).toEqual([
    'the capability agent.status is not declared',
    'the capability call.status is not declared',
    'the capability transfer.attended is not declared',
    'the host keeps this promise, and the subject is a driver without it',
    'the subject cannot provide choose-call-id: the simulator numbers its calls itself',
  ]);
});

test('what a stage lacks without saying so is a failure, never a quiet skip', async () => {
  const forgetful: ConformanceSubject = {
    ...subject,
    async open() {
      const { provoke: _forgotten, ...stage } = await subject.open();
      return stage;
    },
  };
  const lost = conformanceCases(forgetful).find(({ name }) => name.startsWith('a dial whose answer is lost'));
  await expect(lost?.run()).rejects.toThrow('The stage has no provoke(), and the subject does not say under "cannot" why.');
});

test('a case that hangs fails within the patience of its subject, and the stage is closed', async () => {
  let closed = 0;
  const hanging: ConformanceSubject = {
    ...subject,
    patienceMs: 20,
    async open() {
      const stage = await subject.open();
      const phone = { ...stage.phone, connect: () => new Promise<never>(() => {}) };
      return { ...stage, phone, close: () => stage.close().then(() => void (closed += 1)) };
    },
  };
  const [connects] = conformanceCases(hanging);
  await expect(connects?.run()).rejects.toThrow('did not settle within 20 ms');
  expect(closed).toBe(1);
});
