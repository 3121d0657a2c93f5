import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as it came to the proxy. */
export interface ProxyRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer as it leaves the proxy. */
export interface ProxyAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Sent in pieces, without a length. */
  readonly chunked?: true;
}

/** Asks the reference middleware. */
export type Pass = (request: ProxyRequest) => Promise<ProxyAnswer>;

/** Makes a middleware another one: broken, or right in another way. */
export type Spoil = (request: ProxyRequest, pass: Pass) => Promise<ProxyAnswer>;

/** A middleware that is the reference one behind something that changes it. */
export interface SpoilingProxy extends AsyncDisposable {
  readonly url: string;
}

/** Starts a proxy before a middleware. */
export async function startSpoilingProxy(upstream: string, spoil: Spoil): Promise<SpoilingProxy> {
  const pass: Pass = async ({ method, path, headers, body }) => {
    const { host: _host, connection: _connection, 'content-length': _length, ...kept } = headers;
    const init = { method, headers: kept, redirect: 'manual' as const, ...(method === 'GET' ? {} : { body }) };
    const response = await fetch(upstream + path, init);
    const { 'content-length': _size, connection: _c, 'keep-alive': _k, ...answered } = Object.fromEntries(response.headers);
    return { status: response.status, headers: answered, body: await response.text() };
  };
  const server = createServer((incoming, outgoing) => {
    const read = async (): Promise<ProxyAnswer> => {
      const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
      const { method = 'GET', url: path = '/' } = incoming;
      return spoil({ method, path, headers, body: await text(incoming) }, pass);
    };
    read().then(
      (answer) => write(outgoing, answer),
      () => outgoing.destroy(),
    );
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}

function write(outgoing: ServerResponse, { status, headers, body, chunked }: ProxyAnswer): void {
  outgoing.writeHead(status, { ...headers });
  if (chunked !== true) return void outgoing.end(body);
  for (const character of body) outgoing.write(character);
  outgoing.end();
}

/** Changes the JSON body of an answer. */
export function changed(
  answer: ProxyAnswer,
  change: (body: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): ProxyAnswer {
  const parsed: unknown = answer.body === '' ? {} : JSON.parse(answer.body);
  return { ...answer, body: JSON.stringify(change({ ...(parsed as object) })) };
}
