import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CallReference, SwitchError } from '@elasticfunnels/switch-core';
import type { ProviderState } from '../../catalogue/provider-states.ts';
import { isAnswer } from '../wire/send-request.ts';
import { describeFailure, type KitDial, placeCall } from './kit-driver.ts';
import { type Satisfaction, satisfied, unsatisfied } from './satisfaction.ts';
import type { StateMeans } from './state-satisfier.ts';

type Drive = (means: StateMeans) => Promise<Satisfaction> | Satisfaction;

const RETRY_MS = 150;
const NEEDS_DIAL = 'give --agent EXTENSION and --destination NUMBER, or --states-url';

/** How the kit brings each state about by itself; what is missing here only the middleware's team can. */
export const DRIVEN_STATES: Readonly<Partial<Record<ProviderState, Drive>>> = {
  'the credentials are valid': () => satisfied(),
  'the presented credentials are not valid': () => satisfied(),
  'no call has the id': () => satisfied({ call_id: randomUUID() }),
  'the agent extension is unknown': () => satisfied({ agent_extension: unknownExtension() }),
  'the destination is not dialable': ({ fixtures: { agent } }) =>
    agent === undefined ? unsatisfied('give --agent EXTENSION, or --states-url') : satisfied({ agent_extension: agent }),
  'an agent can dial': async (means) => {
    const dial = dialOf(means);
    if (dial === undefined) return unsatisfied(NEEDS_DIAL);
    await waitForWrapUp(means);
    const { campaign, skill } = means.fixtures;
    return satisfied({ agent_extension: dial.agent, destination: dial.destination, campaign_name: campaign, skill_id: skill });
  },
  'a call was placed with an idempotency key': (means) => {
    const key = `contract-kit-${randomUUID()}`;
    return withCall(
      means,
      (callId, dial) => ({
        agent_extension: dial.agent,
        destination: dial.destination,
        call_id: callId,
        idempotency_key: key,
      }),
      key,
    );
  },
  'an active call': (means) => withCall(means, (callId) => ({ call_id: callId })),
  'an active call and a transfer target': (means) => {
    const { transferTo } = means.fixtures;
    if (transferTo === undefined) return unsatisfied('give --transfer-to EXTENSION');
    return withCall(means, (callId) => ({ call_id: callId, target_extension: transferTo }));
  },
  'an active call and an unknown transfer target': (means) =>
    withCall(means, (callId) => ({ call_id: callId, target_extension: unknownExtension() })),
  'a call with a finished recording': findRecordedCall,
  'a call whose recording is pending': findPendingRecording,
};

/** No telephone system hands out nine digits that begin with 99. */
function unknownExtension(): string {
  return `99${randomInt(1_000_000, 9_999_999)}`;
}

function dialOf({ fixtures: { agent, destination } }: StateMeans): KitDial | undefined {
  return agent === undefined || destination === undefined ? undefined : { agent, destination };
}

async function withCall(
  means: StateMeans,
  values: (callId: string, dial: KitDial) => Readonly<Record<string, string>>,
  idempotencyKey?: string,
): Promise<Satisfaction> {
  const dial = dialOf(means);
  if (dial === undefined) return unsatisfied(NEEDS_DIAL);
  try {
    const { callId } = await dialWhenReady(means, { ...dial, idempotencyKey });
    return satisfied(values(callId, dial));
  } catch (error) {
    return unsatisfied(`a call could not be placed: ${describeFailure(error)}`);
  }
}

/** Dials; an agent who is still in wrap-up after an earlier call of the run is waited for. */
function dialWhenReady(means: StateMeans, dial: KitDial): Promise<CallReference> {
  const { phone, signal, timeoutMs, calls } = means;
  const patient = calls.lastEnd?.wrapUp ?? false;
  return whenReady(means, patient, () => placeCall(phone, dial, { deadlineMs: timeoutMs, signal }));
}

/** Does something that needs a ready agent, as often as it takes one to come out of wrap-up. */
export async function whenReady<T>(
  { signal, fixtures: { wrapUpMs } }: Pick<StateMeans, 'signal' | 'fixtures'>,
  patient: boolean,
  work: () => Promise<T>,
): Promise<T> {
  const until = performance.now() + (patient ? wrapUpMs + 1_000 : 0);
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!SwitchError.has(error, 'AGENT_NOT_READY') || performance.now() > until || signal.aborted) throw error;
      await sleep(RETRY_MS, undefined, { signal });
    }
  }
}

async function waitForWrapUp({ calls: { lastEnd }, fixtures: { wrapUpMs }, signal }: StateMeans): Promise<void> {
  if (lastEnd === undefined || !lastEnd.wrapUp) return;
  const waitMs = lastEnd.atMs + wrapUpMs - performance.now();
  if (waitMs > 0) await sleep(waitMs, undefined, { signal });
}

/** A call of this run that has ended, or a new one that is ended for its recording. */
async function endedCall(means: StateMeans): Promise<string | Satisfaction> {
  const [earlier] = means.calls.listEnded();
  if (earlier !== undefined) return earlier;
  const placed = await withCall(means, (callId) => ({ call_id: callId }));
  if (placed.kind === 'unsatisfied') return placed;
  await means.calls.hangUpAll();
  return placed.values['call_id'] ?? '';
}

async function findRecordedCall(means: StateMeans): Promise<Satisfaction> {
  const callId = await endedCall(means);
  if (typeof callId !== 'string')
    return { ...callId, ...(callId.kind === 'unsatisfied' ? { reason: `${callId.reason}, or --recorded-call-id ID` } : {}) };
  const { recordingWaitMs } = means.fixtures;
  const until = performance.now() + recordingWaitMs;
  for (;;) {
    const asked = await askForRecording(means, callId);
    if (asked !== 'pending') return asked;
    if (performance.now() > until) {
      return unsatisfied(
        `no recording within ${Math.round(recordingWaitMs / 1000)} s: give --recorded-call-id ID, or a longer --recording-wait`,
      );
    }
    await sleep(300, undefined, { signal: means.signal });
  }
}

async function askForRecording({ link, signal }: StateMeans, callId: string): Promise<Satisfaction | 'pending'> {
  const context = { checkId: undefined, expects: 'anything' } as const;
  const { end } = await link.post('recording', JSON.stringify({ call_id: callId }), context);
  if (signal.aborted || !isAnswer(end)) return unsatisfied('the recording could not be asked for');
  if (end.status === 202) return 'pending';
  // Whatever a 200 says: the contract judges it, and a wrong one must not end as "not verified".
  if (end.status >= 200 && end.status <= 299) return satisfied({ call_id: callId });
  return unsatisfied(`the call ${callId} has no recording (HTTP ${end.status}): give --recorded-call-id ID`);
}

async function findPendingRecording(means: StateMeans): Promise<Satisfaction> {
  const placed = await withCall(means, (callId) => ({ call_id: callId }));
  if (placed.kind === 'unsatisfied') return placed;
  await means.calls.hangUpAll();
  const asked = await askForRecording(means, placed.values['call_id'] ?? '');
  if (asked === 'pending') return placed;
  return unsatisfied('recordings are ready at once here, so none could be found pending: give --states-url to show one');
}
