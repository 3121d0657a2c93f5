import { areAnonymousDigits, isAnonymousText } from './anonymous-caller.ts';
import { type DialledText, keepsTrunkZero, readDialledText } from './dialled-text.ts';
import type { NumberParser, ParsedNumber } from './number-parser.ts';
import type { NumberPlan, PhoneNumber } from './phone-number.ts';
import { findSipAddress, readTelephoneAddress, type TelephoneAddress } from './telephone-address.ts';
import { toPlainText } from './to-plain-text.ts';

/** The longest text that is looked at, in UTF-16 units: a SIP header with a display name and parameters fits well. */
const LONGEST_TEXT = 512;

/** Fewer digits than any subscriber has where the country is not known, and as many as ITU-T E.164 allows. */
const SHORTEST_NATIONAL = 7;
const LONGEST_NATIONAL = 15;
/** A number without a plus is taken to have its country code only from this length on. */
const SHORTEST_WITHOUT_PLUS = 11;

/**
 * Reads a number. The library behind the parser says what is valid; this says of which kind it is, and takes off what
 * telephony adds. What is no text is invalid, and so is a text longer than any number, of which only the start is kept.
 */
export function readPhoneNumber(raw: unknown, plan: NumberPlan, parser: NumberParser): PhoneNumber {
  if (raw === undefined || raw === null) return { kind: 'anonymous', raw: '' };
  if (typeof raw !== 'string') return { kind: 'invalid', raw: '' };
  if (raw.length > LONGEST_TEXT) return { kind: 'invalid', raw: raw.slice(0, LONGEST_TEXT) };
  const text = toPlainText(raw);
  if (isAnonymousText(text)) return { kind: 'anonymous', raw };
  const address = readTelephoneAddress(text);
  // RFC 3323, 4.1.1.3: the host by which a caller says nothing.
  if (isAnonymousText(address.subscriber) || address.host === 'anonymous.invalid') return { kind: 'anonymous', raw };
  const number = readSubscriber(raw, address, plan, parser);
  const sipAddress = number.kind === 'invalid' ? findSipAddress(address) : undefined;
  return sipAddress === undefined ? number : { kind: 'sip', raw, address: sipAddress };
}

function readSubscriber(raw: string, address: TelephoneAddress, plan: NumberPlan, parser: NumberParser): PhoneNumber {
  // Per cent signs may have hidden other digits.
  const dialled = readDialledText(toPlainText(address.subscriber));
  if (dialled === undefined) return { kind: 'invalid', raw };
  const { digits, hasPlus, isSpelled } = dialled;
  if (isExtension(dialled, plan)) return { kind: 'extension', raw, digits };
  const parsed = parseFirst(dialled, address.context, parser.findRegion(plan.defaultRegion), parser);
  const extension = dialled.extension ?? address.extension;
  if (parsed !== undefined) return { kind: 'e164', raw, ...parsed, ...(isDigits(extension) ? { extension } : {}) };
  if (areAnonymousDigits(digits.replace(/^00(?=[1-9])/, ''), hasPlus || digits.startsWith('00')))
    return { kind: 'anonymous', raw };
  if (hasPlus || isSpelled) return { kind: 'invalid', raw };
  if (digits.length < SHORTEST_NATIONAL) return { kind: 'short', raw, digits };
  return isNational(digits) ? { kind: 'national', raw, national: digits } : { kind: 'invalid', raw };
}

function isExtension({ digits, isBare }: DialledText, plan: NumberPlan): boolean {
  const range = plan.extensionDigits;
  if (range === undefined || !isBare || digits.startsWith('00')) return false;
  return digits.length >= range.min && digits.length <= range.max;
}

// 00 says that a country code follows, and one digit over and over is what people type who have no number.
function isNational(digits: string): boolean {
  return digits.length <= LONGEST_NATIONAL && !digits.startsWith('00') && !/^(\d)\1*$/.test(digits);
}

function isDigits(extension: string | undefined): extension is string {
  return extension !== undefined && /^\d{1,11}$/.test(extension);
}

function parseFirst(
  dialled: DialledText,
  context: string | undefined,
  region: string | undefined,
  parser: NumberParser,
): ParsedNumber | undefined {
  const { hasPlus, digits } = dialled;
  // What its own country makes of it comes first: 00 and 011 begin subscribers' numbers here and there.
  const atHome = hasPlus || region === undefined ? undefined : parseAtHome(digits, region, parser);
  if (atHome !== undefined) return atHome;
  for (const international of listInternational(dialled, context, region)) {
    const parsed = parser.parse(`+${international}`);
    if (parsed !== undefined) return parsed;
  }
  return undefined;
}

// Its own country code in front, without the plus: 4915123456789 is also a number of Emden that nobody would dial so.
function parseAtHome(digits: string, region: string, parser: NumberParser): ParsedNumber | undefined {
  const hasCountryCode = digits.length >= SHORTEST_WITHOUT_PLUS && digits.startsWith(parser.callingCodeOf(region) ?? '+');
  return (hasCountryCode ? parser.parse(`+${digits}`) : undefined) ?? parser.parse(digits, region);
}

/** With its country code, in every way in which the digits may be meant; the likeliest first. */
function* listInternational(
  { digits, hasPlus, withoutTrunkZero }: DialledText,
  context?: string,
  region?: string,
): Iterable<string> {
  if (hasPlus) yield* listForms(digits, withoutTrunkZero);
  else if (digits.startsWith('00')) yield* listForms(digits.slice(2), withoutTrunkZero?.slice(2));
  else {
    if (context?.startsWith('+') === true) yield context.replace(/\D/g, '') + digits;
    if (digits.startsWith('011')) yield digits.slice(3);
    if (region !== undefined && digits.length >= SHORTEST_WITHOUT_PLUS) yield digits;
  }
}

function* listForms(digits: string, withoutTrunkZero: string | undefined): Iterable<string> {
  if (withoutTrunkZero !== undefined && !keepsTrunkZero(digits)) yield withoutTrunkZero;
  yield digits;
  if (withoutTrunkZero !== undefined) yield withoutTrunkZero;
  // The 1 of Mexico's mobile numbers went in 2019 (IFT); carriers still send it.
  if (/^521\d{10}$/.test(digits)) yield `52${digits.slice(3)}`;
}
