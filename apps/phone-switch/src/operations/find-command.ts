import { type CallReference, SwitchError, supports } from '@elasticfunnels/switch-core';
import { quote } from '../cli/command-to-paste.ts';
import type { OperationCommand, OperationContext } from './operation-command.ts';

/** What to do with a call that was found. */
export function describeFound({ callId, agentExtension }: CallReference, paste: OperationContext['paste']): readonly string[] {
  const agent = agentExtension === undefined ? '' : ` --agent ${quote(agentExtension)}`;
  return [`  Call id: ${callId}`, `  Next: ${paste(`hangup --call-id ${quote(callId)}${agent}`)}`];
}

/** From the reference of an accepted dial to its call. */
export const find: OperationCommand = {
  name: 'find',
  operation: 'findCall',
  summary: 'the call that an accepted dial has become',
  flags: [{ flags: '--reference <reference>', description: 'what `call` printed', required: true }],
  examples: ['phone-switch find --switch vicidial --config vicidial.json --reference v1.1001.3.k3Jd9aQx.9fb2'],
  run: async (phone, { reference = '' }, { options, paste }) => {
    if (!supports(phone, 'call.status'))
      throw new SwitchError('CAPABILITY_MISSING', { capability: 'call.status' }, { operation: 'findCall' });
    const call = await phone.findCall(reference, options);
    if (call !== undefined)
      return { result: { status: 'found', call }, lines: ['✓ The dial has become a call.', ...describeFound(call, paste)] };
    const lines = ['… There is no call of this reference: it is not there yet, or over already.'];
    return { result: { status: 'not_found' }, lines };
  },
};
