/** What a header or URI says beside the number that is in it. */
export interface TelephoneAddress {
  /** The number, or the user part of a SIP address: without scheme, display name and parameters. */
  readonly subscriber: string;
  readonly extension?: string;
  /** Of which network a local number is: a domain, or the digits in front of it with their plus (RFC 3966, 5.1.5). */
  readonly context?: string;
  /** Where the subscriber is, when it is a SIP address. Lower case, without a port. */
  readonly host?: string;
}

/** A semicolon alone also parts numbers and sentences. */
const PARAMETER = /;(?= ?[a-z][\w-]* ?(?:[=;]|$))/i;

/**
 * Takes apart `tel:` (RFC 3966), `sip:` and `sips:` URIs (RFC 3261, 19.1), with or without a display name and angle
 * brackets around them, and `user@host` without a scheme. Any other text is its own subscriber.
 */
export function readTelephoneAddress(text: string): TelephoneAddress {
  const uri = (/<([^<>]*)>[^<>]*$/.exec(text)?.[1] ?? text).trim();
  const [, scheme = '', rest = ''] = /^(?:(tel|callto|sips?) ?: ?(?:\/\/)?)?(.*)$/is.exec(uri) ?? [];
  const at = /^(?:tel|callto)$/i.test(scheme) ? -1 : rest.indexOf('@');
  const [number, ...parameters] = (at === -1 ? rest : rest.slice(0, at)).split(PARAMETER);
  const host = at === -1 ? undefined : readHost(rest.slice(at + 1));
  // After the host they belong to the URI, and say the same where a gateway put them there.
  if (at !== -1)
    parameters.push(
      ...rest
        .slice(at + 1)
        .split(';')
        .slice(1),
    );
  const extension = findParameter(parameters, 'ext');
  const context = findParameter(parameters, 'phone-context');
  return {
    // What follows a colon is a password (RFC 3261, 19.1.1), which is nobody's business.
    subscriber: decodePercents((host === undefined ? number : number?.split(':')[0]) ?? ''),
    ...(extension === undefined ? {} : { extension }),
    ...(context === undefined ? {} : { context }),
    ...(host === undefined ? {} : { host }),
  };
}

/** `user@host`, or undefined when that would be no address. */
export function findSipAddress({ subscriber, host }: TelephoneAddress): string | undefined {
  if (host === undefined || !/^(?:[\p{L}\p{N}._-]+|\[[\da-f:.]+\])$/iu.test(host)) return undefined;
  return /^[\p{L}\p{N}_.!~*'()&=+$,?/#-]+$/u.test(subscriber) ? `${subscriber}@${host}` : undefined;
}

function readHost(text: string): string {
  return (/^(?:\[[^\]]*\]|[^:;?>\s]*)/.exec(text)?.[0] ?? '').toLowerCase();
}

function findParameter(parameters: readonly string[], name: string): string | undefined {
  for (const parameter of parameters) {
    const [key = '', value = ''] = parameter.split('=');
    const text = decodePercents(value.split('?')[0] ?? '').trim();
    if (key.trim().toLowerCase() === name && text !== '') return text;
  }
  return undefined;
}

/** A part of a URI as it is meant: per cent signs stand for other signs in it. Trimmed. */
export function decodePercents(text: string): string {
  if (!text.includes('%')) return text.trim();
  try {
    return decodeURIComponent(text).trim();
  } catch {
    // A per cent sign of its own, or bytes that are no UTF-8: then it is what it is.
    return text.trim();
  }
}
