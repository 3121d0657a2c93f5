import { parseAgentExtension, parseCallId, type ScreenPopEvent, type ScreenPopEventName } from '@elasticfunnels/switch-core';

type Fields = ReadonlyMap<string, string>;

/**
 * Names that administrators give the parameters of a Start Call URL; ViciDial's own variables among them.
 * Source: CALL_URL_FEATURES.txt.
 */
const NAMES = {
  callId: ['call_id', 'callid', 'caller_code'],
  uniqueId: ['uniqueid', 'unique_id'],
  leadId: ['lead_id', 'lead'],
  customer: ['phone_number', 'phone', 'ani', 'caller', 'caller_id', 'from', 'dialed_number'],
  did: ['did_extension', 'did_pattern', 'did', 'dnis', 'to'],
  agent: ['user', 'agent', 'agent_user', 'agent_extension'],
  campaign: ['campaign', 'campaign_id', 'campaign_name'],
  skill: ['group', 'channel_group', 'ingroup', 'in_group'],
  epoch: ['epoch'],
  direction: ['direction'],
  event: ['event'],
} as const;

const EVENTS: Readonly<Record<string, ScreenPopEventName>> = {
  ringing: 'call.ringing',
  answered: 'call.answered',
  ended: 'call.ended',
  'call.ringing': 'call.ringing',
  'call.answered': 'call.answered',
  'call.ended': 'call.ended',
};

/** What may be kept of an agent's or a call's parameters; more would be for somebody to fill memory with. */
const LONGEST = 512;
const MOST_FIELDS = 100;

/**
 * Reads a delivery of a Start Call URL, or of a Dispo Call URL with `event=ended`. It is a GET that nobody signs: whoever
 * knows the address can make one up, so it may be used only where the fallback with a secret in the URL is switched on.
 */
export function readStartCallUrl(payload: unknown): ScreenPopEvent | undefined {
  try {
    return toEvent(readFields(payload));
  } catch {
    // An id or a user that no operation would take: nothing that a pop could be shown for.
    return undefined;
  }
}

function toEvent(fields: Fields): ScreenPopEvent | undefined {
  const find = (names: readonly string[]): string | undefined =>
    names.map((name) => fields.get(name)).find((value) => value !== undefined);
  const callId = find(NAMES.callId);
  if (callId === undefined) return undefined;
  const agent = find(NAMES.agent);
  const direction = readDirection(find(NAMES.direction), callId);
  const customerNumber = find(NAMES.customer);
  const dialledNumber = direction === 'outbound' ? customerNumber : find(NAMES.did);
  const campaign = find(NAMES.campaign);
  const skill = direction === 'inbound' ? find(NAMES.skill) : undefined;
  const aliases = readAliases(find(NAMES.leadId), find(NAMES.uniqueId));
  return {
    event: EVENTS[find(NAMES.event)?.toLowerCase() ?? ''] ?? (direction === 'outbound' ? 'call.ringing' : 'call.answered'),
    callId: parseCallId(callId),
    direction,
    occurredAt: readTime(find(NAMES.epoch)),
    attributes: readAttributes(fields),
    ...(aliases === undefined ? {} : { aliases }),
    ...(agent === undefined ? {} : { agent: { extension: parseAgentExtension(agent) } }),
    ...(customerNumber === undefined ? {} : { customerNumber }),
    ...(dialledNumber === undefined ? {} : { dialledNumber }),
    ...(campaign === undefined ? {} : { campaign }),
    ...(skill === undefined ? {} : { skill }),
  };
}

/** The parameters that say something: an unexpanded placeholder is as good as absent. */
function readFields(payload: unknown): Fields {
  const pairs = listPairs(payload).slice(0, MOST_FIELDS);
  return new Map(
    pairs.flatMap(([name, value]): [string, string][] => {
      const text = typeof value === 'string' ? value.trim() : '';
      const absent = text === '' || text.length > LONGEST || /^--A--.*--B--$/i.test(text);
      return absent ? [] : [[name.toLowerCase(), text]];
    }),
  );
}

function listPairs(payload: unknown): readonly (readonly [string, unknown])[] {
  if (typeof payload === 'string') return [...new URLSearchParams(payload)];
  if (payload instanceof URLSearchParams) return [...payload];
  return typeof payload === 'object' && payload !== null ? Object.entries(payload) : [];
}

/** As stated, else by the letter of the call id: M and V are dialled. Source: CALLER_ID_NAME_CODES.txt. */
function readDirection(stated: string | undefined, callId: string): 'inbound' | 'outbound' {
  if (stated !== undefined && /^out/i.test(stated)) return 'outbound';
  if (stated !== undefined && /^in/i.test(stated)) return 'inbound';
  return /^[MV]/.test(callId) ? 'outbound' : 'inbound';
}

// SQLdate is the server's local time without an offset, and so no moment: `epoch` is.
function readTime(epoch: string | undefined): Date {
  return epoch !== undefined && /^\d{9,10}$/.test(epoch) ? new Date(Number(epoch) * 1_000) : new Date();
}

function readAliases(leadId: string | undefined, uniqueId: string | undefined): Readonly<Record<string, string>> | undefined {
  if (leadId === undefined && uniqueId === undefined) return undefined;
  return { ...(leadId === undefined ? {} : { lead_id: leadId }), ...(uniqueId === undefined ? {} : { uniqueid: uniqueId }) };
}

const NAMED: ReadonlySet<string> = new Set(Object.values(NAMES).flat());
const SECRET = /pass|secret|token|key|signature/i;

function readAttributes(fields: Fields): Readonly<Record<string, string>> {
  return Object.fromEntries([...fields].filter(([name]) => !NAMED.has(name) && !SECRET.test(name)));
}
