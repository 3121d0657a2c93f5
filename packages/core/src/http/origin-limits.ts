import * as z from 'zod';
import { parseSettings } from '../config/parse-settings.ts';

/** How much one origin may take of the host's, and when it is left alone for a while. */
export interface OriginLimits {
  /** How many requests to it may be under way at once, those that wait for a connection included; more are refused. */
  readonly underWay: number;
  /** After so many failures in a row, none of them an answer, requests are refused until it is tried again. */
  readonly failuresInARow: number;
  /** How close together these failures must be, from the first to the last, in milliseconds. */
  readonly failuresWithinMs: number;
  /** How long it is left alone at first, in milliseconds; twice as long each time that the try fails. */
  readonly firstPauseMs: number;
  /** The longest that it is left alone, in milliseconds. */
  readonly longestPauseMs: number;
}

/** Four requests for each of a transport's 64 connections, and at most half a minute until somebody looks again. */
export const DEFAULT_ORIGIN_LIMITS: OriginLimits = {
  underWay: 256,
  failuresInARow: 10,
  failuresWithinMs: 10_000,
  firstPauseMs: 2_000,
  longestPauseMs: 30_000,
};

const count = z.number('must be a whole number').multipleOf(1, 'must be a whole number').min(1, 'must be at least 1');
const milliseconds = count.max(86_400_000, 'must be at most 86400000, a day');
const schema: z.ZodType<OriginLimits> = z.strictObject({
  underWay: count,
  failuresInARow: count.max(1_000, 'must be at most 1000: the moment of each is remembered'),
  failuresWithinMs: milliseconds,
  firstPauseMs: milliseconds,
  longestPauseMs: milliseconds,
});

/** The limits that were given, and the defaults for the rest. @throws SwitchError `CONFIG_INVALID` with every one that is wrong. */
export function parseOriginLimits(given: Partial<OriginLimits> = {}): OriginLimits {
  return parseSettings(schema, { ...DEFAULT_ORIGIN_LIMITS, ...given }, { title: "The host's configuration", at: 'originLimits' });
}
