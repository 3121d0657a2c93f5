import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Trouble } from '@elasticfunnels/switch-core/conformance';

/** A request as the vendor sees it. */
export interface VendorRequest {
  /** Method and path: `GET /status`. */
  readonly route: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  /** The members of a JSON body; none where there is no body. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The present trouble; all but `refuse-before-dial` are the server's, and no concern of the vendor's. */
  readonly trouble: Trouble | undefined;
}

/** What the vendor answers, as JSON. */
export interface VendorAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const SLOW_MS = 11_000;

/** A real HTTP server on a free loopback port, with the troubles that networks and services have. */
export class VendorServer {
  readonly #answer: (request: VendorRequest) => VendorAnswer;
  #trouble: Trouble | undefined;
  #server: Server | undefined;
  #port = 0;

  constructor(answer: (request: VendorRequest) => VendorAnswer) {
    this.#answer = answer;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async listen(): Promise<void> {
    if (this.#server !== undefined) return;
    this.#server = createServer((incoming, outgoing) => void this.#handle(incoming, outgoing));
    await once(this.#server.listen(this.#port, '127.0.0.1'), 'listening');
    // Kept, so that the server is found again after it was unreachable.
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }

  /** Begins a trouble, in place of another; ends it when given none. */
  async provoke(trouble: Trouble | undefined): Promise<void> {
    this.#trouble = trouble;
    await (trouble === 'unreachable' ? this.close() : this.listen());
  }

  async #handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const trouble = this.#trouble;
    const request = await readRequest(incoming, trouble);
    if (trouble === 'bad-credentials') return send(outgoing, 401, { message: 'Wrong key.' });
    if (trouble === 'rate-limit-once') {
      this.#trouble = undefined;
      outgoing.setHeader('retry-after', '0');
      return send(outgoing, 429, { message: 'Later.' });
    }
    // From here on the command is carried out, whatever becomes of its answer.
    const { status, body } = this.#answer(request);
    if (trouble === 'lose-answer') outgoing.destroy();
    else if (trouble === 'server-error') send(outgoing, 500, { message: 'Out of order.' });
    else if (trouble === 'garbled-answer') outgoing.writeHead(200).end('{"call": "4');
    else if (trouble === 'slow') later(outgoing, () => send(outgoing, status, body));
    else send(outgoing, status, body);
  }
}

async function readRequest(incoming: IncomingMessage, trouble: Trouble | undefined): Promise<VendorRequest> {
  const { pathname, searchParams: query } = new URL(incoming.url ?? '/', 'http://vendor.invalid');
  const { authorization } = incoming.headers;
  const sent = await text(incoming);
  const body = sent === '' ? {} : (JSON.parse(sent) as Readonly<Record<string, unknown>>);
  return { route: `${incoming.method} ${pathname}`, query, authorization, body, trouble };
}

function send(outgoing: ServerResponse, status: number, body: Readonly<Record<string, unknown>>): void {
  outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function later(outgoing: ServerResponse, work: () => void): void {
  const timer = setTimeout(work, SLOW_MS);
  outgoing.once('close', () => clearTimeout(timer));
}
