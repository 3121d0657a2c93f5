import type { LiveAgent, TransferCommand } from './agent.ts';
import type { MutableCall } from './call.ts';
import type { CallBook } from './call-book.ts';
import type { LeadBook } from './lead-book.ts';

/** What a transfer works with. */
export interface TransferServices {
  readonly calls: CallBook;
  readonly leads: LeadBook;
}

/** Does on an agent's screen what `transfer_conference` has left there; without a live call it does nothing. */
export function applyTransfer(agent: LiveAgent, services: TransferServices): void {
  const { transfer } = agent.pending;
  delete agent.pending.transfer;
  const call = services.calls.find(agent.callId);
  if (transfer === undefined || call?.state !== 'live') return;
  switch (transfer.value) {
    case 'BLIND_TRANSFER':
      return services.calls.finishForAgent(agent, 'transfer', transfer.phoneNumber);
    case 'LEAVE_VM':
      return services.calls.finishForAgent(agent, 'transfer', 'voicemail');
    case 'LOCAL_CLOSER':
      return handOn(agent, call, transfer, services);
    case 'DIAL_WITH_CUSTOMER':
    case 'PARK_CUSTOMER_DIAL':
      call.thirdParty = transfer.phoneNumber === '' ? transfer.inGroup : transfer.phoneNumber;
      call.parked = transfer.value === 'PARK_CUSTOMER_DIAL';
      if (transfer.consultative) consult(call, transfer, services);
      return;
    default:
      return applyThirdParty(agent, call, transfer.value, services.calls);
  }
}

/** Does on an agent's screen what `park_call` has left there. */
export function applyPark(agent: LiveAgent, calls: CallBook): void {
  const { park } = agent.pending;
  delete agent.pending.park;
  const call = calls.find(agent.callId);
  if (park === undefined || call?.state !== 'live') return;
  if (park === 'HANGUP_XFER_GRAB_CUSTOMER') hangUpThirdParty(call, calls);
  if (park.endsWith('GRAB_CUSTOMER')) call.parked = false;
  if (park === 'PARK_CUSTOMER') call.parked = true;
}

function applyThirdParty(agent: LiveAgent, call: MutableCall, value: string, calls: CallBook): void {
  switch (value) {
    case 'HANGUP_XFER':
      return hangUpThirdParty(call, calls);
    case 'HANGUP_BOTH':
      hangUpThirdParty(call, calls);
      return calls.finishForAgent(agent, 'agent');
    case 'LEAVE_3WAY_CALL':
      // A parked customer is fetched first (leave_3way_call in vicidial.php); with nobody to stay, nobody leaves.
      if (call.thirdParty !== undefined) calls.finishForAgent(agent, 'transfer', call.thirdParty);
      return;
    default:
      return;
  }
}

/** The other agent's leg: a call of its own for the same lead, with which both agents show as 3-WAY. */
function consult(call: MutableCall, { inGroup, phoneNumber }: TransferCommand, { calls, leads }: TransferServices): void {
  const lead = leads.find(call.leadId);
  if (lead === undefined) return;
  const wanted = inGroup === 'AGENTDIRECT' && phoneNumber !== '' ? { user: phoneNumber } : {};
  calls.receive({ kind: 'J', lead, inGroup, dialledNumber: call.dialledNumber ?? '', campaign: call.campaign, ...wanted });
}

function hangUpThirdParty(call: MutableCall, calls: CallBook): void {
  delete call.thirdParty;
  const leg = calls.list().findLast((other) => other !== call && other.leadId === call.leadId && other.state !== 'ended');
  if (leg?.callId.startsWith('J') === true) calls.customerHangsUp(leg);
}

function handOn(
  agent: LiveAgent,
  call: MutableCall,
  { inGroup, phoneNumber }: TransferCommand,
  services: TransferServices,
): void {
  const lead = services.leads.find(call.leadId);
  const direct = inGroup === 'AGENTDIRECT' && phoneNumber !== '';
  services.calls.finishForAgent(agent, 'transfer', direct ? phoneNumber : inGroup);
  if (lead === undefined) return;
  services.calls.receive({
    kind: 'J',
    lead,
    inGroup,
    dialledNumber: call.dialledNumber ?? '',
    campaign: call.campaign,
    uniqueId: call.uniqueId,
    ...(direct ? { user: phoneNumber } : {}),
  });
}
