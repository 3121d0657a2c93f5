/** What the drivers can send as a header; all else needs what they do not have, such as a Windows domain. */
const SPOKEN: ReadonlySet<string> = new Set(['Basic', 'Bearer']);

/** How services say that no credentials reached them, whatever was sent. */
const NONE_ARRIVED: readonly RegExp[] = [
  /\b(?:no|missing|without|lacks?)(?: an?| the| any)?\W{1,3}(?:http )?authori[sz]ation\W{1,3}header\b/i,
  /\bauthori[sz]ation\W{1,3}header(?: field)?\W{1,3}(?:(?:is|was) )?(?:missing|required|absent|not (?:present|sent|provided|found|set))\b/i,
  /\b(?:no|missing) (?:credentials?|(?:access |bearer )?token|api[ -]?key)\b/i,
  /\bcredentials were not provided\b/i,
];

/** What is known of a refusal of the credentials. */
export interface RefusedCredentials {
  readonly scheme: string;
  readonly schemesAsked: readonly string[];
  readonly vendorMessage: string | undefined;
}

/** What to do about credentials that were refused. */
export function adviseOnCredentials({ scheme, schemesAsked, vendorMessage = '' }: RefusedCredentials): string {
  if (scheme !== 'none' && NONE_ARRIVED.some((pattern) => pattern.test(vendorMessage))) return takenOff(scheme);
  const same = schemesAsked.some((each) => each.toLowerCase() === scheme.toLowerCase());
  if (schemesAsked.length === 0 || same) return CHECK_THEM;
  const spoken = schemesAsked.filter((each) => SPOKEN.has(each));
  if (spoken.length > 0)
    return `Fill in the fields of ${spoken.join(' or ')}${scheme === 'none' ? '' : ` instead of those of ${scheme}`}.`;
  const asked = schemesAsked.join(' or ');
  return `Have the service, or the proxy before it that asks for ${asked}, take ${scheme === 'none' ? 'Bearer or Basic' : scheme}: the driver cannot do ${asked}.`;
}

const CHECK_THEM =
  'Check the key, or the username and password, for a typo and for white space around it, and that it was not revoked.';

function takenOff(scheme: string): string {
  return `We sent ${scheme}, and the service says that none arrived: have whatever stands in between (a proxy, a balancer, an API gateway) pass the Authorization header on. Only then check the key.`;
}
