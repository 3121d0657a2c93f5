import type { CallReference, RecordingResult } from '@elasticfunnels/switch-core';
import type { Finding } from '../model/finding.ts';
import { whenReady } from '../states/driven-states.ts';
import { describeFailure, placeCall } from '../states/kit-driver.ts';
import { findingOfFailure, type Scenario, type ScenarioContext, type ScenarioRule } from './scenario.ts';

const RULE: ScenarioRule = {
  rule: 'lifecycle',
  text: 'One id names a call from the dial to the recording: transfer, hangup and recording take what the dial returned.',
  row: 'Hangup or transfer no-ops',
};

/** S1: a call's whole life through the driver, with the id that the middleware itself gave. */
export const LIFECYCLE: Scenario = {
  id: 'S1',
  title: 'a call’s whole life with its real id',
  level: 'standard',
  operation: 'several',
  destructive: true,
  run: async (context) => {
    const dial = await dialFor(context);
    if ('reason' in dial) return { kind: 'not-verified', reason: dial.reason };
    const findings: Finding[] = [];
    const notes: string[] = [];
    let call: CallReference;
    try {
      call = await placeCall(context.phone, dial, optionsOf(context));
    } catch (error) {
      return { kind: 'judged', findings: [findingOfFailure(context, error, RULE, 'the call is placed')] };
    }
    const step = async (expected: string, work: () => Promise<unknown>): Promise<void> => {
      try {
        await work();
      } catch (error) {
        findings.push(findingOfFailure(context, error, RULE, expected));
      }
    };
    const { transferTo } = context.fixtures;
    if (transferTo === undefined) notes.push('no transfer: give --transfer-to EXTENSION');
    else {
      const transfer = { call, targetExtension: transferTo };
      // The target may be in wrap-up after an earlier check.
      await step('the call is transferred', () =>
        whenReady(context, true, () => context.phone.transferCall(transfer, optionsOf(context))),
      );
    }
    await step('the call is hung up', () => context.phone.hangupCall(call, optionsOf(context)));
    await step('an answer about the recording', async () => {
      notes.push(describeRecording(await context.phone.getCallRecordingUrl(call, optionsOf(context))));
    });
    return { kind: 'judged', findings, notes };
  },
};

/** Who may dial whom; the agent is made ready for it. */
export async function dialFor(
  context: ScenarioContext,
): Promise<{ readonly agent: string; readonly destination: string } | { readonly reason: string }> {
  const state = await context.states.setUp('an agent can dial');
  if (state.kind === 'unsatisfied') return { reason: state.reason };
  const { agent_extension: agent, destination } = state.values;
  if (agent === undefined || destination === undefined) return { reason: 'give --agent EXTENSION and --destination NUMBER' };
  return { agent, destination };
}

/** The bounds of one operation of the driver. */
export function optionsOf({ timeoutMs, signal }: ScenarioContext): { deadlineMs: number; signal: AbortSignal } {
  return { deadlineMs: timeoutMs, signal };
}

/** Places a call for a scenario that is about something else; a reason when that does not work. */
export async function callFor(context: ScenarioContext): Promise<CallReference | { readonly reason: string }> {
  const dial = await dialFor(context);
  if ('reason' in dial) return dial;
  try {
    return await placeCall(context.phone, dial, optionsOf(context));
  } catch (error) {
    return { reason: `a call could not be placed: ${describeFailure(error)}` };
  }
}

function describeRecording(result: RecordingResult): string {
  switch (result.status) {
    case 'available':
      return 'the recording was there at once';
    case 'pending':
      return 'the recording was pending after the hangup';
    case 'none':
      return `the call has no recording (${result.reason})`;
  }
}
