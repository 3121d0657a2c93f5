import { SwitchError } from '@elasticfunnels/switch-core';
import { describe, expect, it } from 'vitest';
import { parseDuration } from './duration.ts';
import { exitCodeOf } from './exit-code.ts';
import { Interruption } from './until-interrupted.ts';
import { UsageError } from './usage-error.ts';

describe('exit codes', () => {
  it.each([
    ['usage', new UsageError('no'), 2],
    ['a configuration', new SwitchError('CONFIG_INVALID', { issues: [] }), 2],
    ['an argument', new SwitchError('ARGUMENT_INVALID', { issues: [] }, { operation: 'makeCall' }), 2],
    ['a refusal', new SwitchError('REJECTED', {}, { operation: 'makeCall' }), 1],
    ['an unknown dial', new SwitchError('OUTCOME_UNKNOWN', { reason: 'timed_out' }, { operation: 'makeCall' }), 3],
    ['an unknown transfer', new SwitchError('OUTCOME_UNKNOWN', { reason: 'aborted' }, { operation: 'transferCall' }), 3],
    ['a hangup that may have ended the call', new SwitchError('TIMED_OUT', {}, { operation: 'hangupCall' }), 3],
    ['a lookup without an answer', new SwitchError('TIMED_OUT', {}, { operation: 'getCallRecordingUrl' }), 1],
    ['anything else', new Error('no'), 1],
  ])('%s', (_name, failure, exitCode) => {
    expect(exitCodeOf(failure)).toBe(exitCode);
  });
});

describe('after a signal', () => {
  const interruption = new Interruption('SIGTERM');
  it.each([
    ['nothing was done', new SwitchError('ABORTED', {}, { operation: 'makeCall', effect: 'none' }), 143],
    ['a question had no effect', new SwitchError('ABORTED', {}, { operation: 'connect' }), 143],
    ['nobody knows', new SwitchError('OUTCOME_UNKNOWN', { reason: 'aborted' }, { operation: 'makeCall' }), 3],
    ['a dial was taken and its call is not known', new SwitchError('ABORTED', {}, { operation: 'makeCall' }), 3],
    ['the answer came all the same', new SwitchError('REJECTED', {}, { operation: 'makeCall' }), 1],
    ['the work did not end', interruption, 143],
  ])('%s', (_name, failure, exitCode) => {
    expect(exitCodeOf(failure, interruption)).toBe(exitCode);
  });
});

describe('durations', () => {
  it.each([
    ['500ms', 500],
    ['60s', 60_000],
    ['1.5s', 1_500],
    ['2m', 120_000],
    ['1h', 3_600_000],
  ])('%s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(['', '60', 's', '0s', '-1s', '1 s', '1d', 'soon'])('%j is none', (text) => {
    expect(() => parseDuration(text)).toThrow(UsageError);
  });
});
