import type { Undertaking } from '../operations/undertaking.ts';
import { toRecords, type VicidialAnswer } from './answer-grammar.ts';
import type { VicidialClient } from './vicidial-client.ts';

/** What an agent's row in `vicidial_live_agents` says. */
export interface AgentRow {
  readonly user: string;
  /** READY, CLOSER, PAUSED, INCALL, QUEUE. */
  readonly status: string;
  /** DIAL, DEAD, PARK, DISPO, PREVIEW, RING, 3-WAY, or empty. */
  readonly subStatus: string;
  /** Empty without a call. */
  readonly callId: string;
  /** Empty without a lead on the screen. */
  readonly leadId: string;
  readonly campaign: string;
  readonly callsToday: string;
}

/** An agent as `agent_status` tells: with the number of the lead on the screen. */
export type AgentLookUp =
  | { readonly found: 'agent'; readonly agent: AgentRow & { readonly phoneNumber: string } }
  | { readonly found: 'logged_out' }
  | { readonly found: 'unknown' };

// Tabs, as names may hold a pipe; a header, as the columns differ between the documents and the scripts.
const LAYOUT = { stage: 'tab', header: 'YES' } as const;

// A user id with other signs would lose them on the way, and be another agent's.
const USER_ID = /^[-_0-9A-Za-z]{1,20}$/;

/** One agent, by user id. Source: NON-AGENT_API.txt, agent_status; `callerid` of the script is `call_id` there. */
export async function findAgent(client: VicidialClient, undertaking: Undertaking, user: string): Promise<AgentLookUp> {
  if (!USER_ID.test(user)) return { found: 'unknown' };
  return client.nonAgentApi<AgentLookUp>(undertaking, {
    function: 'agent_status',
    kind: 'question',
    parameters: { agent_user: user, ...LAYOUT },
    read: (answer) => readAgentStatus(answer, user),
    recover: ({ text }) => {
      if (/AGENT NOT LOGGED IN$/i.test(text)) return { found: 'logged_out' };
      return /AGENT NOT FOUND$/i.test(text) ? { found: 'unknown' } : undefined;
    },
  });
}

const SHARED = ['status', 'lead_id', 'campaign_id', 'calls_today'] as const;

function readAgentStatus(answer: VicidialAnswer, user: string): AgentLookUp | undefined {
  const own = [...SHARED, 'real_time_sub_status', 'phone_number'] as const;
  const [row] = toRecords(answer, [...own, 'callerid']) ?? renamed(toRecords(answer, [...own, 'call_id'])) ?? [];
  if (row === undefined) return undefined;
  const agent = { ...toAgentRow(user, row, row.real_time_sub_status), phoneNumber: row.phone_number };
  return { found: 'agent', agent };
}

function renamed<Row extends { readonly call_id: string }>(
  rows: readonly Row[] | undefined,
): readonly (Row & { readonly callerid: string })[] | undefined {
  return rows?.map((row) => ({ ...row, callerid: row.call_id }));
}

type SharedColumns = Readonly<Record<(typeof SHARED)[number] | 'callerid', string>>;

function toAgentRow(user: string, row: SharedColumns, subStatus: string): AgentRow {
  return {
    user,
    status: row.status.toUpperCase(),
    subStatus: subStatus.toUpperCase(),
    callId: row.callerid,
    leadId: row.lead_id === '0' ? '' : row.lead_id,
    campaign: row.campaign_id,
    callsToday: row.calls_today,
  };
}

/** Every agent who is logged in. Source: NON-AGENT_API.txt, logged_in_agents; that there is nobody is an ERROR there. */
export function listAgents(client: VicidialClient, undertaking: Undertaking): Promise<readonly AgentRow[]> {
  return client.nonAgentApi<readonly AgentRow[]>(undertaking, {
    function: 'logged_in_agents',
    kind: 'question',
    parameters: { ...LAYOUT, show_sub_status: 'YES' },
    read: (answer) =>
      toRecords(answer, [...SHARED, 'user', 'callerid', 'sub_status'])?.map((row) => toAgentRow(row.user, row, row.sub_status)),
    recover: ({ text }) => (/NO LOGGED IN AGENTS$/i.test(text) ? [] : undefined),
  });
}

/** What the log knows of a call. Dates are the server's local time, without an offset. */
export interface LoggedCall {
  /** `2026-01-05 07:00:01`: when it began or, on newer systems once it is over, when it ended. */
  readonly date: string;
  /** How long the customer talked; 0 until the agent's part is over. */
  readonly talkSeconds: number;
  /** A disposition; INCALL or QUEUE while the call goes on. */
  readonly status: string;
  readonly user: string;
}

const CALL_ID = /^[0-9A-Za-z]{18,39}$/;

/** Whether a text could be a call id: any other would lose signs on the way, and be another call's. */
export function isCallId(callId: string): boolean {
  return CALL_ID.test(callId);
}

/** A call in the log, by its id. Source: non_agent_api.php, callid_info; its document shows the columns in another order. */
export async function findLoggedCall(
  client: VicidialClient,
  undertaking: Undertaking,
  callId: string,
): Promise<LoggedCall | undefined> {
  const found = await client.nonAgentApi<LoggedCall | 'unknown'>(undertaking, {
    function: 'callid_info',
    kind: 'question',
    parameters: { call_id: callId, detail: 'YES', ...LAYOUT },
    read: (answer) => {
      const [row] = toRecords(answer, ['custtime', 'call_date', 'status', 'user']) ?? [];
      if (row === undefined) return undefined;
      return { date: row.call_date, talkSeconds: Number(row.custtime) || 0, status: row.status.toUpperCase(), user: row.user };
    },
    recover: ({ text }) => (/NOT FOUND$|INVALID SEARCH PARAMETERS$/i.test(text) ? 'unknown' : undefined),
  });
  return found === 'unknown' ? undefined : found;
}

/** A recording's row. It exists from the moment at which the recording begins; its location comes later. */
export interface RecordingRow {
  /** The server's local time, without an offset. */
  readonly startedAt: string;
  readonly user: string;
  /** 0 while it is not known. */
  readonly seconds: number;
  /** Empty until the file is where it can be fetched. */
  readonly location: string;
}

/** Every recording of a lead, the oldest first. Source: NON-AGENT_API.txt, recording_lookup; never by call id. */
export function listRecordings(
  client: VicidialClient,
  undertaking: Undertaking,
  leadId: string,
): Promise<readonly RecordingRow[]> {
  return client.nonAgentApi<readonly RecordingRow[]>(undertaking, {
    function: 'recording_lookup',
    kind: 'question',
    // Without a header: it leaves out `duration` even where the column is there.
    parameters: { lead_id: leadId, stage: 'tab', duration: 'Y' },
    read: readRecordings,
    recover: ({ text }) => (/NO RECORDINGS FOUND$/i.test(text) ? [] : undefined),
  });
}

const START_TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

function readRecordings(answer: VicidialAnswer): readonly RecordingRow[] | undefined {
  if (answer.kind !== 'rows') return undefined;
  const rows = answer.rows.map(([startedAt = '', user = '', , , seconds = '', location]) => ({
    startedAt,
    user,
    seconds: Number(seconds) || 0,
    location: location?.trim(),
  }));
  const whole = rows.filter((row): row is RecordingRow => row.location !== undefined && START_TIME.test(row.startedAt));
  return whole.length === rows.length ? whole : undefined;
}
