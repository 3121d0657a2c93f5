import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';

/** One request as it arrived. */
export interface SeenRequest {
  readonly method: string;
  /** With its query, exactly as it was sent. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What to answer; 200 and `{}` unless given. */
export interface ServerAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A real server on this machine that keeps what it was asked. */
export interface RecordedServer extends AsyncDisposable {
  /** Its origin, without a trailing slash. */
  readonly url: string;
  readonly seen: readonly SeenRequest[];
}

/** Starts a server on a free port; dispose of it (`await using`). */
export async function startServer(answer: (request: SeenRequest) => ServerAnswer): Promise<RecordedServer> {
  const seen: SeenRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    void text(incoming).then((body) => {
      const request = { method: incoming.method ?? '', path: incoming.url ?? '', headers: incoming.headers, body };
      seen.push(request);
      const { status = 200, headers = { 'content-type': 'application/json' }, body: payload = '{}' } = answer(request);
      outgoing.writeHead(status, headers).end(payload);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${portOf(server)}`, seen, [Symbol.asyncDispose]: () => close(server) };
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server does not listen.');
  return address.port;
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
