/** The parameters of a request to one of the APIs: always text, empty when absent. */
export interface Parameters {
  readonly user: string;
  readonly pass: string;
  readonly source: string;
  readonly function: string;
  readonly agentUser: string;
  readonly value: string;
  readonly stage: string;
  readonly header: string;
  /** Any other parameter, as ViciDial cleans it. */
  get(name: string): string;
}

const identifier = /[^-_0-9a-zA-Z]/g;
const alphanumeric = /[^0-9a-zA-Z]/g;
const digits = /[^0-9]/g;
const capitals = /[^A-Z]/g;

/** What api.php and non_agent_api.php delete from each parameter before they look at it. */
const deleted: Readonly<Record<string, RegExp>> = {
  user: identifier,
  agent_user: identifier,
  function: identifier,
  source: alphanumeric,
  value: /[^-|_0-9a-zA-Z]/g,
  search: identifier,
  preview: identifier,
  focus: identifier,
  phone_code: /[^0-9X]/g,
  phone_number: /[^*#0-9a-zA-Z]/g,
  lead_id: digits,
  dial_prefix: alphanumeric,
  group_alias: alphanumeric,
  dial_ingroup: identifier,
  outbound_cid: identifier,
  alt_user: alphanumeric,
  alt_dial: /[^0-9A-Z]/g,
  ingroup_choices: /[^- _0-9a-zA-Z]/g,
  consultative: capitals,
  dial_override: capitals,
  cid_choice: identifier,
  status: identifier,
  stage: /['"\\;]/g,
  date: /[^-0-9]/g,
  uniqueid: /[^- ._0-9a-zA-Z]/g,
  call_id: alphanumeric,
  header: alphanumeric,
};
const other = /['"\\;]/g;

/** The characters that survive in a password on both APIs; any other is deleted before the comparison. */
export const passwordPattern: RegExp = /^[-_0-9a-zA-Z]{2,}$/;

/** Reads parameters as PHP does: the query before the form, of repeated ones the last. */
export function readParameters(query: URLSearchParams, form: URLSearchParams): Parameters {
  const raw = new Map([...form, ...query]);
  const get = (name: string): string => (raw.get(name) ?? '').replaceAll(deleted[name] ?? other, '');
  return {
    user: get('user'),
    // Not narrowed further here: what is deleted differs between the APIs, and settings allow only what both keep.
    pass: (raw.get('pass') ?? '').replaceAll(/['"\\; ]/g, ''),
    source: get('source'),
    function: get('function'),
    agentUser: get('agent_user'),
    value: get('value'),
    stage: get('stage'),
    header: get('header'),
    get,
  };
}
