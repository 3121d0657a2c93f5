/** What the middleware answers, before it becomes bytes: kept for replays, and spoiled by faults. */
export interface Answer {
  readonly status: number;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A 2xx answer; `success` is always the boolean `true`. */
export function succeed(fields: Readonly<Record<string, unknown>> = {}, status = 200): Answer {
  return { status, headers: {}, body: { success: true, ...fields } };
}

/** The same answer with more headers. */
export function withHeaders(answer: Answer, headers: Readonly<Record<string, string>>): Answer {
  return { ...answer, headers: { ...answer.headers, ...headers } };
}
