import type { AgentExtension, BrandId, CallId } from '../../call/ids.ts';
import type { ScreenPop } from '../screen-pop.ts';
import type { ScreenPopEventName } from '../screen-pop-event.ts';

export const ACME: BrandId = 'acme' as BrandId;
export const AGENT: AgentExtension = '1001' as AgentExtension;

/** A screen pop for an agent of a brand; each with another second is another event. */
export function popAt(second: number, event: ScreenPopEventName = 'call.ringing', extension: AgentExtension = AGENT): ScreenPop {
  return {
    brandId: ACME,
    event: {
      event,
      callId: '300000000012345' as CallId,
      aliases: { session: 'S-1' },
      direction: 'inbound',
      customerNumber: '+1 555 000 4567',
      agent: { extension },
      occurredAt: new Date(Date.UTC(2026, 0, 5, 9, 0, second)),
      attributes: { language: 'fr' },
    },
    number: { kind: 'e164', raw: '+1 555 000 4567', e164: '+15550004567', national: '5550004567' },
    customer: { status: 'found', confidence: 'e164', customer: { id: 'c-1', displayName: 'Zoë\nLee' } },
    receivedAt: new Date(Date.UTC(2026, 0, 5, 9, 0, second, 250)),
    proof: 'signature',
    raw: { call: { id: '300000000012345' }, note: 'for servers only' },
  };
}
