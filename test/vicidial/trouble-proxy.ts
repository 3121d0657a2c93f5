import { once } from 'node:events';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Trouble } from '@elasticfunnels/switch-core/conformance';
import { startRestartableServer } from '../restartable-server.ts';

/** One request as it passed: without credentials. */
export interface PassedRequest {
  readonly function: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Stands before a simulated ViciDial, sees what passes, and makes troubles that the simulator itself cannot make. */
export interface TroubleProxy extends AsyncDisposable {
  readonly url: string;
  readonly passed: readonly PassedRequest[];
  /** Begins a trouble, in place of another; ends it when given none. */
  provoke(trouble: Trouble | undefined): Promise<void>;
}

/**
 * What a trouble strikes: commands, and the two look-ups that operations consist of. Those by which a driver makes sure of
 * an agent before a command go through, or nothing would ever be in doubt.
 */
const STRUCK = /^(external_\w+|transfer_conference|logged_in_agents|recording_lookup)$/;
const LATE_MS = 11_000;
const PAGE = '<!DOCTYPE html>\n<html><body><h1>Something went wrong</h1></body></html>\n';

/** Starts a proxy on a free loopback port before a service at `target`. */
export async function startTroubleProxy(target: URL): Promise<TroubleProxy> {
  const passed: PassedRequest[] = [];
  let trouble: Trouble | undefined;
  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const url = new URL(incoming.url ?? '/', target);
    const { user: _user, pass: _pass, function: name = '', ...parameters } = Object.fromEntries(url.searchParams);
    passed.push({ function: name, parameters });
    if (trouble === 'bad-credentials') url.searchParams.set('pass', 'another-password');
    // Carried out before the trouble strikes.
    const body = await forward(url);
    if (trouble === undefined || trouble === 'bad-credentials' || !STRUCK.test(name)) return end(outgoing, 200, body);
    await spoil(trouble, outgoing, body);
  };
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    handle(incoming, outgoing).catch(() => outgoing.destroy());
  };
  const server = await startRestartableServer(listener);
  return {
    url: server.url,
    passed,
    provoke: (begun) => {
      trouble = begun;
      return server.setReachable(begun !== 'unreachable');
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

async function forward(url: URL): Promise<string> {
  const sent = request(url);
  sent.end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return text(answer);
}

async function spoil(trouble: Trouble, outgoing: ServerResponse, body: string): Promise<void> {
  switch (trouble) {
    case 'lose-answer':
      outgoing.destroy();
      return;
    case 'server-error':
      return end(outgoing, 500, '');
    case 'garbled-answer':
      return end(outgoing, 200, PAGE);
    case 'slow': {
      // Ends with the connection, so that nothing waits for it when a test is over.
      const timer = setTimeout(() => end(outgoing, 200, body), LATE_MS);
      outgoing.on('close', () => clearTimeout(timer));
      return;
    }
    default:
      return end(outgoing, 200, body);
  }
}

function end(outgoing: ServerResponse, status: number, body: string): void {
  outgoing.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(body);
}
