import type { AgentExtension, CallId } from '../../call/ids.ts';
import { nameJsonType } from '../../http/json-answer.ts';
import { parseAgentExtension, parseCallId } from '../../switch/request-schemas.ts';
import { findDirection, findEventName } from './event-words.ts';
import { DEFAULT_FIELD_MAP, type FieldMap, type MappedField } from './field-map.ts';
import { type FieldName, isFieldName, listFieldNames, toNameKey } from './field-names.ts';
import { readNumberText, readPlainText, readRawNumber, saysNothing } from './field-text.ts';
import { isObject, PayloadFields } from './payload-fields.ts';
import { readAttributes } from './read-attributes.ts';
import { readEventTime } from './read-event-time.ts';
import type { ScreenPopEvent, ScreenPopEventName } from '../screen-pop-event.ts';

type Direction = ScreenPopEvent['direction'];

/** What is known of one vendor's deliveries. */
export interface MappedEventOptions {
  /** The vendor's usual names: tried after the brand's own, and before `DEFAULT_FIELD_MAP`. */
  readonly names?: FieldMap;
  /** Other ids of the same call: by the name of their kind, what a delivery calls them. */
  readonly aliases?: Readonly<Record<string, readonly string[]>>;
  /** Which way a call goes whose delivery does not say; inbound without this. */
  readonly directionWhenUnsaid?: (callId: CallId) => ScreenPopEvent['direction'];
  /** What has happened when a delivery does not say; `call.ringing` without this. */
  readonly eventWhenUnsaid?: (direction: ScreenPopEvent['direction']) => ScreenPopEventName;
}

/**
 * The canonical event out of any JSON object, or the fields of a form or a query; undefined when it names no call that a
 * command could be given, an event that is none of ours, or an agent that cannot be one. Never throws.
 *
 * The customer is who called on an inbound call and who was dialled on an outbound one, unless the delivery says who it is.
 * **A call whose direction is not said counts as inbound**: an outbound one is then looked up by the brand's own number, so
 * deliveries of both kinds must say which they are.
 *
 * @param fieldMap the brand's own names, before the vendor's and the usual ones
 * @example readMappedEvent({ call_id: '4711', from: '+15550001111', agent: '1001' }, {});
 */
export function readMappedEvent(
  payload: unknown,
  fieldMap: FieldMap,
  options: MappedEventOptions = {},
): ScreenPopEvent | undefined {
  const read = readOrExplain(payload, fieldMap, options);
  return typeof read === 'string' ? undefined : read;
}

/** Why `readMappedEvent` gives none: the fields and what was expected of them, never a value; undefined where it gives one. */
export function explainMappedEvent(payload: unknown, fieldMap: FieldMap, options: MappedEventOptions = {}): string | undefined {
  const read = readOrExplain(payload, fieldMap, options);
  return typeof read === 'string' ? read : undefined;
}

/** A text is the reason why there is no event. */
function readOrExplain(payload: unknown, fieldMap: FieldMap, options: MappedEventOptions): ScreenPopEvent | string {
  if (!isObject(payload)) return `The payload must be an object, and is ${nameJsonType(payload)}.`;
  const layers = [fieldMap, options.names ?? {}, DEFAULT_FIELD_MAP];
  const mapped: MappedPayload = { fields: new PayloadFields(payload), layers };
  const call = readCallId(mapped);
  if (typeof call === 'string') return call;
  const direction =
    mapped.fields.find(namesOf(mapped, 'direction'), readDirection) ?? options.directionWhenUnsaid?.(call.id) ?? 'inbound';
  const event = readEventName(mapped);
  if (event !== undefined && !('name' in event)) return event.problem;
  const agent = readAgent(mapped);
  if (typeof agent === 'string') return agent;
  return {
    event: event?.name ?? options.eventWhenUnsaid?.(direction) ?? 'call.ringing',
    callId: call.id,
    direction,
    ...agent,
    ...readNumbers(mapped, direction),
    ...readRest(mapped, options),
  };
}

interface MappedPayload {
  readonly fields: PayloadFields;
  /** The brand's names, the vendor's, the usual ones. */
  readonly layers: readonly FieldMap[];
}

function namesOf({ layers }: MappedPayload, ...parts: readonly MappedField[]): readonly FieldName[] {
  return layers.flatMap((layer) => parts.flatMap((part) => listFieldNames(layer, part)));
}

/** Strict where all else is lenient: a wrong id would hang up somebody else's call, so another name is not tried. */
function readCallId(mapped: MappedPayload): { readonly id: CallId } | string {
  const names = namesOf(mapped, 'callId');
  for (const { name, value } of mapped.fields.list(names)) {
    if (saysNothing(value)) continue;
    if (typeof value !== 'string') return `${name} must be a text, and is ${nameJsonType(value)}.`;
    const id = attempt(() => parseCallId(value));
    if (id !== undefined) return { id };
    return `${name} is no call id that a command would take: at most 512 characters, no control characters, no white space around it.`;
  }
  return `There is no call id: it is looked for under ${listNames(names)}.`;
}

function readDirection(value: unknown): Direction | undefined {
  const word = readPlainText(value);
  return word === undefined ? undefined : findDirection(word);
}

/** What is named and unknown is not guessed at: an agent would be shown a call that has been put on hold. */
function readEventName(mapped: MappedPayload): { readonly name: ScreenPopEventName } | { readonly problem: string } | undefined {
  let unknown: string | undefined;
  for (const { name, value } of mapped.fields.list(namesOf(mapped, 'event'))) {
    const found = typeof value === 'string' ? findEventName(value) : undefined;
    if (found !== undefined) return { name: found };
    if (!saysNothing(value)) unknown ??= name;
  }
  if (unknown === undefined) return undefined;
  return { problem: `${unknown} is no word for ringing, answered, ended or a recording that is ready.` };
}

/** An agent that cannot be one is no reason to show the call to the whole queue. */
function readAgent(mapped: MappedPayload): { readonly agent?: { readonly extension: AgentExtension } } | string {
  for (const { name, value } of mapped.fields.list(namesOf(mapped, 'agent'))) {
    if (saysNothing(value) || isObject(value)) continue;
    const text = readPlainText(value);
    const extension = text === undefined ? undefined : attempt(() => parseAgentExtension(text));
    if (extension !== undefined) return { agent: { extension } };
    return `${name} is no extension that a command would take: a text of at most 64 characters without control characters.`;
  }
  return {};
}

function readNumbers(mapped: MappedPayload, direction: Direction): Pick<ScreenPopEvent, 'customerNumber' | 'dialledNumber'> {
  const { fields } = mapped;
  const names = namesOf(mapped, 'customerNumber', direction === 'inbound' ? 'ani' : 'dnis');
  const customer = fields.find(names, readNumberText);
  // A placeholder instead of a number is no number either, and still the first thing to see when no customer is found.
  const customerNumber = customer ?? fields.find(names, readRawNumber);
  const dialledNumber = fields.find(namesOf(mapped, 'dnis'), readNumberText) ?? (direction === 'outbound' ? customer : undefined);
  return {
    ...(customerNumber === undefined ? {} : { customerNumber }),
    ...(dialledNumber === undefined ? {} : { dialledNumber }),
  };
}

type Rest = Pick<ScreenPopEvent, 'eventId' | 'aliases' | 'campaign' | 'skill' | 'occurredAt' | 'attributes'>;

function readRest(mapped: MappedPayload, options: MappedEventOptions): Rest {
  const { fields, layers } = mapped;
  const eventId = fields.find(namesOf(mapped, 'eventId'), readPlainText);
  const campaign = fields.find(namesOf(mapped, 'campaign'), readPlainText);
  const skill = fields.find(namesOf(mapped, 'skill'), readPlainText);
  const occurredAt = fields.find(namesOf(mapped, 'occurredAt'), readEventTime);
  const aliasNames = Object.entries(options.aliases ?? {}).map(([kind, names]) => ({ kind, names: names.map(toFieldName) }));
  const aliases = aliasNames.flatMap(({ kind, names }): [string, string][] => {
    const id = fields.find(names, readPlainText);
    return id === undefined ? [] : [[kind, id]];
  });
  const aliasKeys = new Set(aliasNames.flatMap(({ names }) => names.map(({ key }) => key)));
  const isTaken = (name: string): boolean => aliasKeys.has(toNameKey(name)) || layers.some((layer) => isFieldName(layer, name));
  return {
    attributes: readAttributes(fields.listFlat().filter(({ name }) => !isTaken(name))),
    ...(eventId === undefined ? {} : { eventId }),
    ...(aliases.length === 0 ? {} : { aliases: Object.fromEntries(aliases) }),
    ...(campaign === undefined ? {} : { campaign }),
    ...(skill === undefined ? {} : { skill }),
    ...(occurredAt === undefined ? {} : { occurredAt }),
  };
}

function toFieldName(name: string): FieldName {
  return { name, key: toNameKey(name) };
}

function listNames(names: readonly FieldName[]): string {
  return names
    .slice(0, 12)
    .map(({ name }) => name)
    .join(', ');
}

function attempt<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}
