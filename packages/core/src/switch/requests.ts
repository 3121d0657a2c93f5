import type { CallReference } from '../call/call-reference.ts';
import type { AgentExtension } from '../call/ids.ts';

/** Who is to call whom, and for which campaign. */
export interface MakeCallRequest {
  readonly agentExtension: AgentExtension;
  /** Sent as it is given: the switch may know short codes and extensions that we do not. */
  readonly destination: string;
  /** Instead of the brand's default. */
  readonly campaignName?: string | undefined;
  /** Instead of the brand's default. */
  readonly skillId?: string | undefined;
}

/** Hand over without speaking to the target first, or after. */
export type TransferKind = 'blind' | 'attended';

/** Which call goes to whom. */
export interface TransferCallRequest {
  readonly call: CallReference;
  readonly targetExtension: string;
  /** Unstated, the switch decides; a stated kind is never quietly replaced by the other. */
  readonly kind?: TransferKind | undefined;
}

/** Everything here is optional, and undefined is as good as left out: the host has a default for each. */
export interface CallOptions {
  /** Gives up waiting. What that did upstream is told by the error's `effect`. */
  readonly signal?: AbortSignal | undefined;
  /** How long the operation may take in all, in milliseconds. */
  readonly deadlineMs?: number | undefined;
  /** Found again in logs, spans and errors, and sent to the service as `X-Correlation-Id`. */
  readonly correlationId?: string | undefined;
  /** One per intent: whoever repeats a dial or a transfer passes the same key again. */
  readonly idempotencyKey?: string | undefined;
  /** The host's own: it made `idempotencyKey` for this operation alone, so no service can know it yet. */
  readonly idempotencyKeyIsNew?: true | undefined;
}
