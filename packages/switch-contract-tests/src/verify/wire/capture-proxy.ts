import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ExchangeContext } from './exchange.ts';
import { type LoopbackServer, startLoopbackServer } from './loopback-server.ts';
import type { MiddlewareLink } from './middleware-link.ts';
import { isAnswer, type WireAnswer } from './send-request.ts';

// What belongs to one connection, and what this side writes anew. RFC 9110, 7.6.1.
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Starts a server that passes every request on and keeps what was said; `context` says which check each belongs to. */
export function startCaptureProxy(link: MiddlewareLink, context: () => ExchangeContext): Promise<LoopbackServer> {
  return startLoopbackServer((incoming, outgoing) => pass(link, context(), incoming, outgoing));
}

async function pass(
  link: MiddlewareLink,
  context: ExchangeContext,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const body = await text(incoming);
    const { method = 'GET', url: path = '/' } = incoming;
    const headers = passable(incoming.headers);
    const { end } = await link.send({ method, path, headers, body: body === '' ? undefined : body }, context);
    if (isAnswer(end)) answer(outgoing, end);
    // The verifier is told something whole, so that it goes on with the next interaction.
    else answer(outgoing, { status: 504, headers: { 'content-type': 'text/plain' }, body: end.reason });
  } catch {
    outgoing.destroy();
  }
}

function answer(outgoing: ServerResponse, { status, headers, body }: WireAnswer): void {
  const passed = passable(headers);
  // Kept in the record only: the verifier would follow it, past this proxy, and dial again.
  delete passed['location'];
  outgoing.writeHead(status, { ...passed, connection: 'close' });
  outgoing.end(body);
}

function passable(headers: Readonly<Record<string, string | readonly string[] | undefined>>): Record<string, string> {
  const entries = Object.entries(headers).filter(([name, value]) => !HOP_BY_HOP.has(name) && value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, [value ?? ''].flat().join(', ')]));
}
