/** A phone number as a log may show it: `+1•••••4567`; what is too short to mask is hidden whole. */
export function maskNumber(number: string): string {
  if (number.length < 8) return '•'.repeat(number.length);
  return `${number.slice(0, 2)}•••••${number.slice(-4)}`;
}
