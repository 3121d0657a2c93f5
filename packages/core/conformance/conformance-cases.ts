import { AssertionError } from 'node:assert/strict';
import { SwitchError } from '@elasticfunnels/switch-core';
import { callIdCases } from './cases/call-id-cases.ts';
import { capabilityCases } from './cases/capability-cases.ts';
import { argumentCases } from './cases/argument-cases.ts';
import { connectCases } from './cases/connect-cases.ts';
import { dialDoubtCases } from './cases/dial-doubt-cases.ts';
import { dialRefusalCases } from './cases/dial-refusal-cases.ts';
import { dialRepetitionCases } from './cases/dial-repetition-cases.ts';
import { dialCases } from './cases/dial-cases.ts';
import { errorCases } from './cases/error-cases.ts';
import { hangupCases } from './cases/hangup-cases.ts';
import { interruptionCases } from './cases/interruption-cases.ts';
import { lifecycleCases } from './cases/lifecycle-cases.ts';
import { recordingCases } from './cases/recording-cases.ts';
import { transferCases } from './cases/transfer-cases.ts';
import { type CaseDefinition, type ConformanceCase, findSkipReason } from './conformance-case.ts';
import type { ConformanceSubject } from './conformance-subject.ts';
import { Scene } from './scene.ts';
import { within } from './settling.ts';

const DEFINITIONS: readonly CaseDefinition[] = [
  ...connectCases,
  ...dialCases,
  ...dialRefusalCases,
  ...dialDoubtCases,
  ...dialRepetitionCases,
  ...hangupCases,
  ...transferCases,
  ...recordingCases,
  ...callIdCases,
  ...capabilityCases,
  ...argumentCases,
  ...interruptionCases,
  ...errorCases,
  ...lifecycleCases,
];

const PATIENCE_MS = 10_000;

/**
 * Everything that a switch promises, each as a case to run against a subject with whatever runner is at hand. A case
 * that does not apply says why in `skip`.
 *
 * @example
 * for (const { name, skip, run } of conformanceCases(subject)) test(name, { skip }, run);
 */
export function conformanceCases(subject: ConformanceSubject): readonly ConformanceCase[] {
  return DEFINITIONS.map(({ name, requires = [], check }) => {
    const skip = findSkipReason(requires, subject);
    return {
      name,
      ...(requires.length === 0 ? {} : { requires }),
      ...(skip === undefined ? {} : { skip }),
      run: () => play(subject, name, check),
    };
  });
}

async function play(subject: ConformanceSubject, name: string, check: CaseDefinition['check']): Promise<void> {
  const { patienceMs = PATIENCE_MS } = subject;
  const stage = await within(patienceMs, 'Opening a stage', subject.open());
  try {
    await within(patienceMs, `The case "${name}"`, telling(check(new Scene(stage, subject.capabilities))));
  } finally {
    await within(patienceMs, 'Closing the stage', stage.close());
  }
}

/** An operation that fails though it must not breaks the promise too, and has to say so itself. */
async function telling(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (thrown) {
    if (!SwitchError.is(thrown)) throw thrown;
    const { operation = 'An operation', code, effect, message } = thrown;
    throw new AssertionError({ message: `${operation} failed, and must not: ${code} (effect ${effect}: ${message})` });
  }
}
