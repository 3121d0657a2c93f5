import { z } from 'zod';
import { Refusal } from './refusal.ts';

/** Body of `POST /calls/make`. */
export interface MakeCallBody {
  readonly agent_extension: string;
  readonly destination: string;
  readonly campaign_name?: string | undefined;
  readonly skill_id?: string | undefined;
}

/** Body of `POST /calls/hangup` and `POST /calls/recording`. */
export interface CallBody {
  readonly call_id: string;
}

/** Body of `POST /calls/transfer`. */
export interface TransferBody {
  readonly call_id: string;
  readonly target_extension: string;
  readonly transfer_type?: 'blind' | 'attended' | undefined;
}

// Ids are opaque: a trimmed copy would be another id, so white space around one is refused, not repaired.
const text = (maximum: number): z.ZodType<string> =>
  z
    .string()
    .min(1, 'must not be empty')
    .max(maximum, `must have at most ${maximum} characters`)
    .refine((value) => value === value.trim(), 'must not begin or end with white space');

/** Schema of `POST /calls/make`; unknown fields are ignored so that the contract can grow. */
export const makeCallBody: z.ZodType<MakeCallBody> = z.object({
  agent_extension: text(64),
  destination: text(128),
  campaign_name: text(128).optional(),
  skill_id: text(64).optional(),
});

/** Schema of a body that names one call. */
export const callBody: z.ZodType<CallBody> = z.object({ call_id: text(128) });

/** Schema of `POST /calls/transfer`. */
export const transferBody: z.ZodType<TransferBody> = z.object({
  call_id: text(128),
  target_extension: text(64),
  transfer_type: z.enum(['blind', 'attended'], 'must be "blind" or "attended"').optional(),
});

/** Parses a request body; throws a `rejected` refusal (400) that names the first field at fault, never its value. */
export function parseBody<Body>(schema: z.ZodType<Body>, body: unknown): Body {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Refusal(400, 'rejected', 'The request body must be a JSON object.');
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = String(issue?.path[0] ?? 'body');
  throw new Refusal(400, 'rejected', `${field} ${describe(issue, field, body)}.`, { field });
}

function describe(issue: z.core.$ZodIssue | undefined, field: string, body: object): string {
  if (issue?.code !== 'invalid_type') return issue?.message ?? 'is not valid';
  if (!Object.hasOwn(body, field)) return `is required; the body has ${list(Object.keys(body))}`;
  return `must be a string, not ${typeName(Reflect.get(body, field))}`;
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 10).map((name) => name.slice(0, 40));
  return shown.length === 0 ? 'no fields' : shown.join(', ');
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a JSON ${typeof value}`;
}
