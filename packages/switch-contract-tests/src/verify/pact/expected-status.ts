import type { PactResponse } from '../../pact/pact-file.ts';

/** Which statuses a pact accepts. */
export interface ExpectedStatus {
  readonly text: string;
  readonly accepts: (status: number) => boolean;
}

/** Reads the statuses that a response of a pact stands for: its matcher, else its literal. */
export function expectedStatusOf({ status, matchingRules }: PactResponse): ExpectedStatus {
  const places = Object.values(matchingRules?.['status'] ?? {});
  const matcher = places.flatMap(({ matchers }) => matchers).find(({ match }) => match === 'statusCode');
  const allowed: unknown = matcher?.['status'];
  if (allowed === 'success') return { text: 'a 2xx', accepts: (found) => found >= 200 && found <= 299 };
  if (Array.isArray(allowed)) {
    const statuses = allowed.map(Number).toSorted((a, b) => a - b);
    return { text: `HTTP ${listOf(statuses)}`, accepts: (found) => statuses.includes(found) };
  }
  return { text: `HTTP ${status}`, accepts: (found) => found === status };
}

function listOf(statuses: readonly number[]): string {
  return statuses.length === 1 ? String(statuses[0]) : `${statuses.slice(0, -1).join(', ')} or ${statuses.at(-1)}`;
}
