import * as z from 'zod';
import { parseSettings } from '../../config/parse-settings.ts';

/** The bounds of a receiver. */
export interface ReceiverLimits {
  /** The largest body, in bytes. */
  readonly bodyBytes: number;
  /** How long a body may take to arrive, in milliseconds. */
  readonly bodyTimeoutMs: number;
  /** How long the platform's directory may take, in milliseconds, all tiers together; the pop goes out without it then. */
  readonly lookUpDeadlineMs: number;
  /** How long the ledger or the channel may take to answer once, in milliseconds. */
  readonly storeDeadlineMs: number;
  /** How many deliveries may be under way at once; with `bodyBytes` it bounds the memory. */
  readonly concurrent: number;
  /** How many verified deliveries of one brand may be under way at once. */
  readonly concurrentPerBrand: number;
  /** How many deliveries of one source to one brand may be under way before they are verified. */
  readonly concurrentPerSource: number;
  /** How many deliveries a second one source may send one brand that turn out not to be genuine; twice that in a burst. */
  readonly sourcePerSecond: number;
  /** How many genuine deliveries a second one brand may send; twice that in a burst. */
  readonly brandPerSecond: number;
  /** How long `close` waits for deliveries under way, in milliseconds. */
  readonly drainMs: number;
}

/** Enough for a call centre of thousands of agents on one node; 64 MB of bodies at the very most. */
export const DEFAULT_RECEIVER_LIMITS: ReceiverLimits = {
  bodyBytes: 65_536,
  bodyTimeoutMs: 10_000,
  lookUpDeadlineMs: 1_500,
  storeDeadlineMs: 3_000,
  concurrent: 1_024,
  concurrentPerBrand: 256,
  concurrentPerSource: 256,
  sourcePerSecond: 50,
  brandPerSecond: 500,
  drainMs: 10_000,
};

// Not zod's own integer: its finding ends the search for others.
const count = z.number('must be a whole number').multipleOf(1, 'must be a whole number').min(1, 'must be at least 1');
const milliseconds = count.max(2_147_483_647, 'must be at most 2147483647, the longest that a timer can wait');
const schema: z.ZodType<ReceiverLimits> = z.strictObject({
  bodyBytes: count,
  bodyTimeoutMs: milliseconds,
  lookUpDeadlineMs: milliseconds,
  storeDeadlineMs: milliseconds,
  concurrent: count,
  concurrentPerBrand: count,
  concurrentPerSource: count,
  sourcePerSecond: count,
  brandPerSecond: count,
  drainMs: milliseconds,
});

/** The limits that were given, and the defaults for the rest. @throws SwitchError `CONFIG_INVALID` with every one that is wrong. */
export function parseReceiverLimits(given: Partial<ReceiverLimits> = {}): ReceiverLimits {
  return parseSettings(schema, { ...DEFAULT_RECEIVER_LIMITS, ...given }, { title: "The receiver's configuration", at: 'limits' });
}
