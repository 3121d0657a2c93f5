import { createHmac, randomUUID } from 'node:crypto';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** One call that the sender announces. */
export interface SentCall {
  /** 1, 2, … */
  readonly number: number;
  readonly callId: string;
}

/** One attempt to deliver it, as it goes on the wire. */
export interface SentAttempt {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** With what an attempt is signed. */
export interface Signing {
  readonly id: string;
  readonly timestamp: string;
  readonly body: string;
  readonly key: Buffer;
}

/** A sender of screen pops that is right but for what is given here. */
export interface SenderTricks {
  readonly message?: (message: Readonly<Record<string, unknown>>, call: SentCall, attempt: number) => unknown;
  readonly id?: (id: string, call: SentCall, attempt: number) => string;
  /** Seconds since 1970 when the attempt is made, and when the first was. */
  readonly timestamp?: (now: number, first: number) => string;
  readonly signature?: (signing: Signing, first: string | undefined) => string;
  readonly attempt?: (attempt: SentAttempt) => SentAttempt;
  /** Whether it comes again after an answer, or after none. */
  readonly again?: (status: number | undefined) => boolean;
  /** How long it waits for an answer, in milliseconds; 700 unless given. */
  readonly patienceMs?: number;
}

/** A sender with an endpoint that has a call come in: what `--states-url` asks. */
export interface LyingSender extends AsyncDisposable {
  readonly statesUrl: string;
}

/** The signature as the standard has it. */
export function sign({ id, timestamp, body, key }: Signing): string {
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

const MOST_ATTEMPTS = 4;
const isTransient = (status: number | undefined): boolean => status === undefined || status >= 500;

/** Starts a sender that signs with a secret and delivers to a webhook. */
export async function startLyingSender(webhook: string, secret: string, tricks: SenderTricks): Promise<LyingSender> {
  const closing = new AbortController();
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const announced: Promise<void>[] = [];
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    const call = { number: announced.length + 1, callId: String(300_000_000_115_271 + announced.length) };
    announced.push(announce({ webhook, key, tricks, signal: closing.signal }, call).catch(() => {}));
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    statesUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/states`,
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      await Promise.all(announced);
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}

interface Sender {
  readonly webhook: string;
  readonly key: Buffer;
  readonly tricks: SenderTricks;
  readonly signal: AbortSignal;
}

async function announce({ webhook, key, tricks, signal }: Sender, call: SentCall): Promise<void> {
  const eventId = randomUUID();
  const message = {
    event: 'call.ringing',
    event_id: eventId,
    call_id: call.callId,
    direction: 'inbound',
    customer_number: '+15557654321',
    agent: { extension: '1001' },
    occurred_at: new Date().toISOString(),
  };
  let first: { readonly seconds: number; readonly signature: string } | undefined;
  for (let number = 1; number <= MOST_ATTEMPTS && !signal.aborted; number += 1) {
    const seconds = Math.floor(Date.now() / 1000);
    const body = JSON.stringify(tricks.message?.(message, call, number) ?? message);
    const id = tricks.id?.(eventId, call, number) ?? eventId;
    const timestamp = tricks.timestamp?.(seconds, first?.seconds ?? seconds) ?? String(seconds);
    const signing = { id, timestamp, body, key };
    const signature = (tricks.signature ?? sign)(signing, first?.signature);
    first ??= { seconds, signature };
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signature,
    };
    const { pathname } = new URL(webhook);
    const attempt = { method: 'POST', path: pathname, headers, body };
    const status = await post(webhook, tricks.attempt?.(attempt) ?? attempt, { patienceMs: tricks.patienceMs ?? 700, signal });
    if (!(tricks.again ?? isTransient)(status)) return;
    await sleep(status === 503 ? 1_000 : 5, undefined, { signal });
  }
}

function post(
  webhook: string,
  { method, path, headers, body }: SentAttempt,
  { patienceMs, signal }: { readonly patienceMs: number; readonly signal: AbortSignal },
): Promise<number | undefined> {
  const { hostname, port } = new URL(webhook);
  return new Promise((resolve) => {
    const bound = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
    const outgoing = request({ hostname, port, method, path, headers, agent: false, signal: bound }, (incoming) => {
      incoming.resume();
      incoming.once('end', () => resolve(incoming.statusCode));
    });
    outgoing.on('error', () => resolve(undefined));
    outgoing.end(method === 'GET' ? undefined : body);
  });
}
