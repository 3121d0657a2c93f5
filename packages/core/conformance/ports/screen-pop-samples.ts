import {
  type AgentExtension,
  type BrandId,
  parseAgentExtension,
  parseBrandId,
  parseCallId,
  type ScreenPop,
  type ScreenPopEntry,
  type ScreenPopEventName,
} from '@elasticfunnels/switch-core';

/** What a sample differs in from the others. */
export interface Sample {
  readonly brand?: BrandId;
  /** Null: for the brand's queue. */
  readonly agent?: AgentExtension | null;
  readonly call?: string;
  readonly event?: ScreenPopEventName;
  /** Seconds into the minute: another one makes another event. */
  readonly at?: number;
}

export const BRAND: BrandId = parseBrandId('acme');
export const AGENT: AgentExtension = parseAgentExtension('1001');

/** A screen pop with everything in it that has to survive on its way. */
export function samplePop({ brand = BRAND, agent = AGENT, call = '300-1', event = 'call.ringing', at = 0 }: Sample): ScreenPop {
  return {
    brandId: brand,
    event: {
      event,
      callId: parseCallId(call),
      aliases: { session: 'S{1}' },
      direction: 'inbound',
      customerNumber: '+1 555 000 4567',
      ...(agent === null ? {} : { agent: { extension: agent } }),
      occurredAt: new Date(Date.UTC(2026, 0, 5, 9, 0, at, 125)),
      attributes: { note: 'line one\nline two 😀' },
    },
    number: { kind: 'e164', raw: '+1 555 000 4567', e164: '+15550004567', national: '5550004567' },
    customer: { status: 'found', confidence: 'e164', customer: { id: 'c-1', displayName: 'Zoë Lee' } },
    receivedAt: new Date(Date.UTC(2026, 0, 5, 9, 0, at, 250)),
    proof: 'signature',
    raw: { call: { ani: '+1 555 000 4567' }, list: [1, null, 'x'] },
  };
}

/** A subscriber that keeps what it gets. */
export class Screen {
  readonly entries: ScreenPopEntry[] = [];
  gaps = 0;
  closed = 0;
  readonly receive = (entry: ScreenPopEntry): void => {
    this.entries.push(entry);
  };
  readonly onGap = (): void => {
    this.gaps += 1;
  };
  readonly onClose = (): void => {
    this.closed += 1;
  };

  get ids(): readonly string[] {
    return this.entries.map(({ id }) => id);
  }
}
