import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { systemClock } from '@elasticfunnels/switch-core';
import { INTERACTION_PARAM } from '../pact/prepare-pacts.ts';
import { parseObject } from '../wire/exchange.ts';
import { type LoopbackServer, startLoopbackServer } from '../wire/loopback-server.ts';
import { type Satisfaction, unsatisfied } from './satisfaction.ts';

/** What the state server tells of. */
export interface StateListener {
  readonly setUp: (interactionId: string, state: string, params: Readonly<Record<string, unknown>>) => Promise<Satisfaction>;
  readonly tearDown: (interactionId: string, state: string, params: Readonly<Record<string, unknown>>) => Promise<void>;
}

/**
 * Starts the server that the verifier asks for states, whatever the path. It answers 200 or 422 and nothing else, within its deadline: a 500 would have the verifier ask
 * again for two minutes, and an answer without the values would let the contract's examples through.
 */
export function startStateServer(listener: StateListener, deadlineMs: number): Promise<LoopbackServer> {
  return startLoopbackServer((incoming, outgoing) => serve(listener, deadlineMs, incoming, outgoing));
}

async function serve(
  listener: StateListener,
  deadlineMs: number,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  let end: Satisfaction;
  try {
    end = await handle(listener, deadlineMs, await text(incoming));
  } catch (error) {
    end = unsatisfied(error instanceof Error ? error.message : 'the state could not be brought about');
  }
  const [status, body] = end.kind === 'satisfied' ? [200, end.values] : [422, { error: end.reason }];
  outgoing.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  outgoing.end(JSON.stringify(body));
}

async function handle(listener: StateListener, deadlineMs: number, posted: string): Promise<Satisfaction> {
  const { action, state, params } = parseObject(posted) ?? {};
  const { [INTERACTION_PARAM]: id, ...own } = (typeof params === 'object' && params !== null ? params : {}) as Record<
    string,
    unknown
  >;
  const [interactionId, stateName] = [String(id), String(state)];
  if (action === 'teardown') {
    await bounded(listener.tearDown(interactionId, stateName, own), deadlineMs, undefined);
    return { kind: 'satisfied', values: {} };
  }
  const late = unsatisfied(`the state could not be brought about within ${Math.round(deadlineMs / 1000)} s`);
  return bounded(listener.setUp(interactionId, stateName, own), deadlineMs, late);
}

async function bounded<T>(work: Promise<T>, deadlineMs: number, late: T): Promise<T> {
  const { promise, resolve } = Promise.withResolvers<T>();
  const cancel = systemClock.setTimer(deadlineMs, () => resolve(late));
  try {
    return await Promise.race([work, promise]);
  } finally {
    cancel();
  }
}
