import type { Recording } from '../dialler/recording-log.ts';
import { error, lookupError, rows } from './api-answer.ts';
import type { ApiFunction, ApiServices } from './api-services.ts';
import type { Parameters } from './parameters.ts';

const names = ['start_time', 'user', 'recording_id', 'lead_id', 'location'];

/**
 * NON-AGENT_API.txt, recording_lookup: by agent and date, lead, or uniqueid; never by call id. A row is there as soon as
 * the recording begins, its location only once the file was moved.
 */
export const recordingLookup: ApiFunction = (parameters, services) => {
  const { filters, weight } = readSearch(parameters, services);
  const [leadId, date, uniqueId] = ['lead_id', 'date', 'uniqueid'].map((name) => parameters.get(name));
  const about = `${parameters.user}|${parameters.agentUser}|${leadId}|${date}|${uniqueId}`;
  if (weight < 2) return lookupError('recording_lookup INVALID SEARCH PARAMETERS', about);
  const found = services.recordings.list().filter((row) => filters.every((matches) => matches(row)));
  if (found.length === 0) return error('recording_lookup NO RECORDINGS FOUND', about);
  const hidden = services.faults.take('recording_lookup', 'inside') !== undefined;
  const timed = parameters.get('duration').includes('Y');
  const values = found.map((row) => describe(row, timed, hidden, services));
  // The script leaves `duration` out of the header even when the column is there.
  return rows(parameters, names, values);
};

/** Each way of searching has a weight, and a search needs two: an agent alone or a date alone is refused. */
function readSearch(parameters: Parameters, services: ApiServices): Search {
  const { agentUser } = parameters;
  const filters: ((row: Recording) => boolean)[] = [];
  let weight = 0;
  const leadId = parameters.get('lead_id');
  const date = parameters.get('date');
  const second = parameters.get('uniqueid').replace(/\..*$/, '');
  // A uniqueid of which no call is logged counts for nothing: alone it makes the search invalid, not empty.
  if (parameters.get('uniqueid').length > 8 && isLogged(second, services)) {
    // The part after the dot is ignored: every call of the same second matches.
    filters.push((row) => row.uniqueId.startsWith(second));
    weight += 2;
  }
  if (agentUser.length > 2 && agentUser.length < 21) {
    filters.push((row) => row.user === agentUser);
    weight += 1;
  }
  if (leadId.length > 0 && leadId.length < 11) {
    filters.push((row) => String(row.leadId) === leadId);
    weight += 2;
  }
  if (date.length === 10) {
    filters.push((row) => services.time.sqlDateTime(row.startedAtMs).startsWith(date));
    weight += 1;
  }
  return { filters, weight };
}

interface Search {
  readonly filters: readonly ((row: Recording) => boolean)[];
  readonly weight: number;
}

function isLogged(second: string, { calls }: ApiServices): boolean {
  return calls.list().some(({ uniqueId }) => uniqueId !== '' && uniqueId.startsWith(second));
}

function describe(row: Recording, timed: boolean, hidden: boolean, services: ApiServices): readonly string[] {
  const { recordings, time } = services;
  const located = recordings.isReady(row) && !hidden;
  return [
    time.sqlDateTime(row.startedAtMs),
    row.user,
    String(row.recordingId),
    String(row.leadId),
    ...(timed ? [String(recordings.seconds(row))] : []),
    located ? `${services.recordingsUrl()}/${row.filename}.wav` : '',
  ];
}
