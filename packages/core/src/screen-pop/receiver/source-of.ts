import { isIPv6 } from 'node:net';

/**
 * Where a delivery came from, for its limits: an IPv4 address whole, of an IPv6 address the network (/64), all of which
 * one sender can use at will (RFC 6177, section 2).
 */
export function sourceOfAddress(remoteAddress: string | undefined): string {
  if (remoteAddress === undefined) return 'unknown';
  // Nothing to do for what most are; a pattern would cost each delivery more than all else here.
  if (!remoteAddress.includes(':')) return remoteAddress;
  const address = remoteAddress.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIPv6(address) ? `${firstGroups(address).join(':')}::/64` : address;
}

function firstGroups(address: string): string[] {
  const [withoutZone = ''] = address.split('%');
  const [head = '', tail] = withoutZone.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after];
  return groups.slice(0, 4).map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''));
}
