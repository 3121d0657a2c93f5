import type { SwitchError } from '../errors/switch-error.ts';
import type { TroubleshootingRow } from '../errors/troubleshooting-row.ts';
import type { Authorisation } from '../http/authorisation.ts';
import type { HttpAnswer, TransportRequest } from '../http/http-transport.ts';
import type { Operation } from '../switch/operation.ts';

/** What the answer to a probe says about the path that it was sent to. */
export type ProbeFinding =
  /** The path is there, and what stands there read the request; `remark` is what it did not do as agreed. */
  | { readonly status: 'there'; readonly remark?: string }
  /** An answer that settles nothing; `reason` says why, without a capital and without a full stop. */
  | { readonly status: 'undecided'; readonly reason: string; readonly row?: TroubleshootingRow }
  /** `row` where another section of the troubleshooting page fits better than the error's own. */
  | { readonly status: 'failed'; readonly error: SwitchError; readonly row?: TroubleshootingRow };

/** A request that changes nothing on the switch, whatever is there: it only asks, or names a call that cannot exist. */
export interface ProbeRequest {
  readonly method: TransportRequest['method'];
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: Readonly<Record<string, unknown>>;
  /** What an answer says, of whatever status. Must not throw; shows nothing of the credentials. */
  readonly read: (answer: HttpAnswer, now: Date) => ProbeFinding;
}

/** How one path of a switch is tried out without effect. */
export interface PathProbe {
  readonly operation: Operation;
  /** The field of the settings form that says where this is. */
  readonly field: string;
  /** Below the endpoint's base URL. */
  readonly path: string;
  /** Absent: no request is sure to be without effect, as where calls are placed. Then the path is only asked for its methods. */
  readonly request?: ProbeRequest;
  /** What the request leaves open, as a sentence for the operator. */
  readonly leavesOpen?: string;
}

/**
 * Where a brand's requests go, and how that is tried out: what a diagnosis of the network needs to know of a vendor.
 *
 * @example
 * endpoints: ({ url, token }) => [
 *   { field: 'url', baseUrl: url, authorisation: bearer(token), probes: [{ operation: 'connect', field: 'url', path: '/ping', request }] },
 * ],
 */
export interface SwitchEndpoint {
  /** The field of the settings form that holds the base URL. */
  readonly field: string;
  readonly baseUrl: URL;
  readonly authorisation: Authorisation;
  /** In the order in which they are tried; `connect` first, as it tells whether the credentials are right. */
  readonly probes: readonly PathProbe[];
}
