import { loadPhoneNumberReader } from '@elasticfunnels/switch-core';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

const TEXT = '(202) 555-0123';

/** A number that was seen before, as one is that calls again. */
export async function openOurNumber(): Promise<() => unknown> {
  const readPhoneNumber = await loadPhoneNumberReader();
  return () => readPhoneNumber(TEXT, { defaultRegion: 'US' });
}

/** The library by itself: parsed, and checked to be valid. */
export async function openLibraryNumber(): Promise<() => unknown> {
  return () => {
    const parsed = parsePhoneNumberFromString(TEXT, 'US');
    return parsed?.isValid() === true ? parsed.number : undefined;
  };
}
