import type { ReportedCode } from '@elasticfunnels/switch-core';
import type { Statement } from './answer-grammar.ts';

/** What a refusal means. */
export interface RefusalMeaning {
  readonly code: ReportedCode;
  readonly hint?: string;
  /** Its details are the credentials that were sent. */
  readonly showsCredentials?: true;
}

interface Entry extends RefusalMeaning {
  readonly pattern: RegExp;
  /** Something that the details must hold too. */
  readonly detail?: string;
}

const LOCKED_OUT =
  'ViciDial locks a user out after ten failed logins: wait 15 minutes without any try, then correct `user` and `pass`. Every try before that prolongs it.';
const WRONG_LOGIN =
  'Check `user` and `pass` against Admin, Users: the user must be active, and a password with other signs than letters, digits, hyphen and underscore never works.';
const NO_API_ACCESS = 'The password is right: set "Agent API Access" to 1 for this user in Admin, Users.';
const NO_PERMISSION =
  'In Admin, Users, give the API user level 8, "View Reports" and "Agent API Access", and add the function to "API Allowed Functions".';

/**
 * ViciDial's words and what they mean; the first that fits. English: a server whose agent screens are translated answers
 * in its own language, and then only REJECTED is left.
 *
 * Source: AGENT_API.txt (2024-06-24) and NON-AGENT_API.txt (2025-07-18), "RESPONSES"; api.php 2.14-82 and non_agent_api.php
 * 2.14-202 where they say otherwise.
 */
const TABLE: readonly Entry[] = [
  { pattern: /^Too many login attempts/i, code: 'UNAUTHENTICATED', hint: LOCKED_OUT, showsCredentials: true },
  { pattern: /^Invalid Username\/Password/i, detail: 'LOCK', code: 'UNAUTHENTICATED', hint: LOCKED_OUT, showsCredentials: true },
  { pattern: /^Invalid Username\/Password/i, detail: 'GOOD', code: 'FORBIDDEN', hint: NO_API_ACCESS, showsCredentials: true },
  { pattern: /^Invalid Username\/Password/i, code: 'UNAUTHENTICATED', hint: WRONG_LOGIN, showsCredentials: true },
  { pattern: /^Login incorrect/i, code: 'UNAUTHENTICATED', hint: WRONG_LOGIN, showsCredentials: true },
  // The credentials may be right, and who we say we are is not taken: that is for the account to be allowed, not to log in.
  { pattern: /^Invalid Source/i, code: 'FORBIDDEN', hint: 'Correct `source`: 2 to 20 letters and digits, and nothing else.' },
  { pattern: /DOES NOT HAVE PERMISSION/i, code: 'FORBIDDEN', hint: NO_PERMISSION, showsCredentials: true },
  {
    pattern: /not allowed to place manual dial calls/i,
    code: 'FORBIDDEN',
    hint: 'Set "Agent Call Manual" to 1 for this agent in Admin, Users.',
  },
  { pattern: /^(agent_status AGENT NOT FOUND|no user found)/i, code: 'AGENT_NOT_FOUND' },
  { pattern: /^(agent_user is not logged in|agent_status AGENT NOT LOGGED IN)/i, code: 'AGENT_NOT_READY' },
  {
    pattern: /^agent_user is not paused/i,
    code: 'AGENT_NOT_READY',
    hint: 'ViciDial dials by hand only for agents who are paused and have disposed of their last call.',
  },
  { pattern: /^agent_user does not have a (live call|lead)/i, code: 'CALL_ENDED' },
  { pattern: /^callid_info (CALL|CALL LOG) NOT FOUND|^callid_info INVALID SEARCH PARAMETERS/i, code: 'CALL_NOT_FOUND' },
  { pattern: /^(external_dial not valid|phone[_ ]number is not valid)/i, code: 'DESTINATION_INVALID' },
  {
    pattern: /^ingroup is not valid/i,
    code: 'REJECTED',
    hint: 'Transfers to agents need the in-group AGENTDIRECT: make it active in Admin, In-Groups, and allow it for the campaign.',
  },
  {
    pattern: /^NO FUNCTION SPECIFIED/i,
    code: 'REJECTED',
    hint: 'This ViciDial does not know the function: it is older than the driver needs, or `api_url` is another script.',
  },
];

/** What a refusal means; `REJECTED` for words that are not in the table. */
export function readRefusal({ text, details }: Statement): RefusalMeaning {
  return (
    TABLE.find(({ pattern, detail }) => pattern.test(text) && (detail === undefined || details.includes(detail))) ?? {
      code: 'REJECTED',
    }
  );
}
