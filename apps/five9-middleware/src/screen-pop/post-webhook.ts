/** How the platform answered a delivery. */
export interface WebhookReply {
  readonly verdict: 'delivered' | 'refused' | 'try-again';
  readonly status?: number;
  readonly failure?: string;
  readonly retryAfterMs?: number;
}

// Answers that another attempt may change; anything else that is not 2xx is final.
const transient: ReadonlySet<number> = new Set([408, 409, 425, 429, 500, 502, 503, 504]);

/** Posts one signed delivery; never rejects and follows no redirect. */
export async function postWebhook(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  timeoutMs: number,
  closing: AbortSignal,
): Promise<WebhookReply> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'five9-middleware', ...headers },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([closing, AbortSignal.timeout(timeoutMs)]),
    });
    // The body is of no interest, but unread it would hold the connection.
    await response.body?.cancel();
    return judge(response.status, response.headers.get('retry-after'));
  } catch (error) {
    return { verdict: 'try-again', failure: reasonOf(error) };
  }
}

function judge(status: number, retryAfter: string | null): WebhookReply {
  if (status >= 200 && status < 300) return { verdict: 'delivered', status };
  if (!transient.has(status)) return { verdict: 'refused', status };
  const seconds = /^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) : undefined;
  return { verdict: 'try-again', status, ...(seconds === undefined ? {} : { retryAfterMs: seconds * 1_000 }) };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown failure';
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  if (cause instanceof Error) return cause.message;
  return error.name;
}
