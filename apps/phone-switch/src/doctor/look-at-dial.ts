import { maskNumber, type MakeCallRequest, type PhoneSwitch, SwitchError } from '@elasticfunnels/switch-core';
import { type Finding, fromError, holds, warns } from './check.ts';
import type { Examination } from './examination.ts';

/** Places one call, because the operator said so, and ends it again. */
export async function lookAtDial(phone: PhoneSwitch, request: MakeCallRequest, examination: Examination): Promise<Finding> {
  const { signal, waitMs } = examination;
  const options = { signal, deadlineMs: waitMs };
  const number = maskNumber(request.destination);
  try {
    const dial = await phone.makeCall(request, options);
    if (dial.status === 'accepted') {
      const next = `End the call on the agent's screen, or find it: phone-switch find --reference ${dial.reference}`;
      return warns(`the dial to ${number} was taken, and its call has no id yet`, { next });
    }
    return await hangUp(phone, dial.call, number, options);
  } catch (error) {
    if (!SwitchError.is(error)) throw error;
    // Given up or not, the phone may ring: that is not "not checked".
    return { ...fromError(error), status: 'broken', found: error.message.replace(/\.$/, '') };
  }
}

async function hangUp(
  phone: PhoneSwitch,
  call: Parameters<PhoneSwitch['hangupCall']>[0],
  number: string,
  options: Parameters<PhoneSwitch['hangupCall']>[1],
): Promise<Finding> {
  const { callId } = call;
  try {
    // Also when the operator has given up: nobody must be left with a ringing phone.
    await phone.hangupCall(call, options?.deadlineMs === undefined ? {} : { deadlineMs: options.deadlineMs });
    return holds(`call ${callId} to ${number} was placed, and ended again`);
  } catch (error) {
    if (!SwitchError.is(error)) throw error;
    const next = `It may still ring: phone-switch hangup --call-id ${callId}. ${error.hint}`;
    return fromError(error, { next, row: 'hangup-or-transfer-no-ops' });
  }
}
