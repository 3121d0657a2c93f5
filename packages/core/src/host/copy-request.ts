import type { CallReference } from '../call/call-reference.ts';
import { SwitchError } from '../errors/switch-error.ts';
import type { MakeCallRequest, TransferCallRequest } from '../switch/requests.ts';

// Each field is read once, from wherever it comes, and what is checked afterwards is the copy: an object that the caller
// changes meanwhile, or a driver while it sends, is not the one that the dial guard goes by. Frozen, so that a driver that
// changes it is found out by its own tests.

/** A dial as it was asked for, whatever becomes of the caller's object. @throws SwitchError `ARGUMENT_INVALID` */
export const copyDial = (request: MakeCallRequest): MakeCallRequest =>
  copy(request, ({ agentExtension, destination, campaignName, skillId }) => ({
    agentExtension,
    destination,
    ...(campaignName === undefined ? {} : { campaignName }),
    ...(skillId === undefined ? {} : { skillId }),
  }));

/** As above, of a transfer. */
export const copyTransfer = (request: TransferCallRequest): TransferCallRequest =>
  copy(request, ({ call, targetExtension, kind }) => ({
    call: copyReference(call),
    targetExtension,
    ...(kind === undefined ? {} : { kind }),
  }));

/** As above, of the call that a command is about. */
export const copyReference = (call: CallReference): CallReference =>
  copy(call, ({ callId, agentExtension, aliases }) => ({
    callId,
    ...(agentExtension === undefined ? {} : { agentExtension }),
    ...(aliases === undefined ? {} : { aliases: copy(aliases, (all) => ({ ...all })) }),
  }));

function copy<T>(given: T, read: (given: T) => T): T {
  // Whatever else a caller in JavaScript passes is for the schemas to refuse.
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given;
  try {
    return Object.freeze(read(given));
  } catch (cause) {
    if (SwitchError.is(cause)) throw cause;
    const issues = [{ path: '', message: 'could not be read' }];
    throw new SwitchError(
      'ARGUMENT_INVALID',
      { issues },
      { cause, message: 'The request could not be read, so nothing was sent.' },
    );
  }
}
