import { SwitchError } from '../errors/switch-error.ts';
import type { AddressGuard } from './address-guard.ts';

/**
 * A recording's URL as a switch gave it.
 *
 * @throws SwitchError `CONTRACT_VIOLATED` unless it is absolute, without credentials, and https (or http where the
 * host's policy allows that). The URL is not in the error: its query may be a signature.
 */
export function parseRecordingUrl(text: string, guard: AddressGuard): URL {
  const url = URL.parse(text);
  if (url === null) throw unusable('it is not an absolute URL');
  const problem = findProblem(url, guard);
  if (problem !== undefined) throw unusable(problem);
  return url;
}

function unusable(problem: string): SwitchError {
  return new SwitchError(
    'CONTRACT_VIOLATED',
    { reason: 'unusable_url' },
    {
      effect: 'none',
      message: `The recording's URL cannot be used: ${problem}.`,
      hint: 'Have the service answer with an absolute https URL that a browser can play.',
    },
  );
}

function findProblem(url: URL, guard: AddressGuard): string | undefined {
  const objection = guard.findSchemeObjection(url);
  if (objection !== undefined) return `${objection}, and the network policy does not allow that`;
  if (url.username !== '' || url.password !== '') return 'it contains credentials';
  return undefined;
}
