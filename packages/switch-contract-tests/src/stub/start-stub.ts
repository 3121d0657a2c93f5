import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Json, type PactFile, type PactInteraction, referenceOf } from '../pact/pact-file.ts';
import { chooseInteraction } from './choose-interaction.ts';

/** How the stub is started. */
export interface StubOptions {
  /** Materialised or as published; those before win over those after. */
  readonly pacts: readonly PactFile[];
  /** 0, any free port, by default. */
  readonly port?: number | undefined;
  /** 127.0.0.1 by default. */
  readonly host?: string | undefined;
  /** Told of each request that was answered; neither body nor credentials are in it. */
  readonly onAnswer?: ((answer: StubAnswer) => void) | undefined;
}

/** What the stub did. */
export interface StubAnswer {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Absent when no interaction describes the request. */
  readonly interaction?: string;
}

/** A server that answers as the contract's examples do. */
export interface RunningStub extends AsyncDisposable {
  /** Its origin, without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

/** Names the interaction that is wanted, whatever the request says: `XM4` for the rate limit. */
export const INTERACTION_HEADER: string = 'x-contract-interaction';

const LARGEST_BODY = 64 * 1024;

/** Starts the stub. A request with the header `X-Contract-Interaction` gets that interaction's answer. */
export async function startStub({ pacts, port = 0, host = '127.0.0.1', onAnswer }: StubOptions): Promise<RunningStub> {
  const interactions = pacts.flatMap((pact) => pact.interactions);
  const server = createServer((request, response) => {
    void answer(interactions, request, response).then(onAnswer, () => response.destroy());
  });
  server.listen(port, host);
  await once(server, 'listening');
  const close = (): Promise<void> => closeServer(server);
  return { url: originOf(server), close, [Symbol.asyncDispose]: close };
}

async function answer(
  interactions: readonly PactInteraction[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<StubAnswer> {
  const { method = 'GET', url = '/', headers } = request;
  const [path = '/'] = url.split('?', 1);
  const read = await readBody(request);
  const wanted = headers[INTERACTION_HEADER];
  const forced = interactions.find((each) => referenceOf(each).interaction === wanted);
  const choice =
    forced === undefined
      ? chooseInteraction(interactions, { method, path, authorization: headers.authorization, body: read })
      : { interaction: forced };
  if ('refusal' in choice) {
    const { status, message } = choice.refusal;
    // Plain text where nothing is: in JSON it would say that the call is unknown.
    send(response, status, status === 404 ? message : { success: false, message });
    return { method, path, status };
  }
  const { status, headers: answered = {}, body } = choice.interaction.response;
  for (const [name, values] of Object.entries(answered)) response.setHeader(name, [...values]);
  send(response, status, body?.content);
  return { method, path, status, interaction: referenceOf(choice.interaction).interaction };
}

async function readBody(request: IncomingMessage): Promise<Json | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY) return undefined;
  try {
    return JSON.parse(await text(request)) as Json;
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, status: number, body: Json | undefined): void {
  if (!response.hasHeader('content-type') && body !== undefined) {
    response.setHeader('content-type', typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json');
  }
  response.writeHead(status).end(body === undefined || typeof body === 'string' ? body : JSON.stringify(body));
}

function originOf(server: Server): string {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The stub does not listen.');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}

async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
