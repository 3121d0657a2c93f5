import { type Agent, request } from 'node:http';

/** What a sender learns of one attempt. */
export type AttemptResult =
  | { readonly status: number; readonly body: string; readonly retryAfterMs: number | undefined }
  /** Nothing listened: it was never sent. */
  | 'refused'
  /** The connection ended without an answer: nobody knows what became of it. */
  | 'cut_off'
  | 'timed_out';

/** Where and how an attempt is made. */
export interface AttemptOptions {
  readonly url: string;
  readonly agent: Agent;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  /** The address that it comes from. */
  readonly localAddress?: string | undefined;
}

/** One POST. Never rejects. */
export function postDelivery(options: AttemptOptions): Promise<AttemptResult> {
  const { url, agent, headers, body, timeoutMs, localAddress } = options;
  return new Promise((resolve) => {
    const outgoing = request(
      url,
      {
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers },
        signal: AbortSignal.timeout(timeoutMs),
        ...(localAddress === undefined ? {} : { localAddress }),
      },
      (response) => {
        const pieces: string[] = [];
        response.setEncoding('utf8');
        response.on('data', (piece: string) => pieces.push(piece));
        response.on('error', () => resolve('cut_off'));
        response.on('end', () => {
          const seconds = response.headers['retry-after'];
          const retryAfterMs = seconds === undefined ? undefined : Number(seconds) * 1_000;
          resolve({ status: response.statusCode ?? 0, body: pieces.join(''), retryAfterMs });
        });
      },
    );
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      if (error.name === 'AbortError' || error.name === 'TimeoutError') resolve('timed_out');
      else resolve(error.code === 'ECONNREFUSED' ? 'refused' : 'cut_off');
    });
    outgoing.end(body);
  });
}
