import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type FaultServer, getFault, HEALTHY_DIAL, startFaultServer } from '@elasticfunnels/switch-core/testing/faults';

/** What is wrong with the services of some brands, all the time. */
const FAULTS = [
  'refuse',
  'reset-on-accept',
  'stall-on-accept',
  'reset-at-request-headers',
  'stall-at-request',
  'stall-at-answer-body',
  'reset-at-answer-body',
  'close-at-request',
  'length-too-long-stall',
  'chunks-cut-off',
  'huge-body-chunked',
  'endless-headers',
  'drip-body',
  'json-truncated',
  'status-503',
  'status-429',
  'redirect-307-other-host',
  'stale-reset',
  'poison-half',
  'tls-self-signed',
];

const MAX_SENT_BYTES = 2 * 2 ** 20;
const FLAPPING = 2;
const UP_MS = 4_000;
const DOWN_MS = 5_000;

/** Services that are wrong all the time, and others that are dead every few seconds. */
export interface TroubleServers {
  readonly faulty: readonly string[];
  readonly flapping: readonly string[];
  /** From here on the ones that were dead now and then stay up. */
  heal(): void;
  /** The numbers for which a dial came again although the one before it may have rung. */
  dialledTwice(): readonly string[];
  close(): Promise<void>;
}

/** Starts them all on 127.0.0.1. */
export async function startTroubleServers(): Promise<TroubleServers> {
  const faulty = await Promise.all(
    FAULTS.map((name) => startFaultServer({ fault: getFault(name), maxSentBytes: MAX_SENT_BYTES })),
  );
  const flapping = await Promise.all(Array.from({ length: FLAPPING }, (_, index) => startFlapping(index)));
  return {
    faulty: faulty.map(({ url }) => url.origin),
    flapping: flapping.map(({ origin }) => origin),
    heal: () => {
      for (const server of flapping) server.heal();
    },
    dialledTwice: () => [...findTwice(faulty.flatMap(listUnrepeatable)), ...flapping.flatMap(({ dials }) => findTwice(dials))],
    close: async () => {
      await Promise.all([...faulty.map((server) => server.close()), ...flapping.map((server) => server.close())]);
    },
  };
}

/** The dials at servers whose faults leave it open whether somebody's telephone rings: nobody may send such a dial again. */
function listUnrepeatable(server: FaultServer, index: number): readonly string[] {
  const { dial } = getFault(FAULTS[index] ?? '').conclusions;
  if (dial.some((conclusion) => conclusion.ends === 'error' && conclusion.effect === 'none')) return [];
  return server.requestsSeen().flatMap(({ body }) => readDestination(body));
}

function readDestination(body: string): readonly string[] {
  const [, destination] = /"destination":"(\+\d+)"/.exec(body) ?? [];
  return destination === undefined ? [] : [destination];
}

function findTwice(destinations: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return destinations.filter((destination) => seen.size === seen.add(destination).size);
}

interface Flapping {
  readonly origin: string;
  readonly dials: readonly string[];
  heal(): void;
  close(): Promise<void>;
}

/** A service that answers well for some seconds and refuses connections for some more, by turns. */
async function startFlapping(index: number): Promise<Flapping> {
  const dials: string[] = [];
  const server = createServer((request, response) => void answer(request, response, dials));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const up = (): void => {
    if (!server.listening) server.listen(port, '127.0.0.1');
    timer = setTimeout(down, UP_MS);
  };
  const down = (): void => {
    server.close();
    server.closeAllConnections();
    timer = setTimeout(up, DOWN_MS);
  };
  // Not all at once.
  let timer = setTimeout(down, UP_MS / (index + 1));
  return {
    origin: `http://127.0.0.1:${port}`,
    dials,
    heal: () => {
      clearTimeout(timer);
      if (!server.listening) server.listen(port, '127.0.0.1');
    },
    close: async () => {
      clearTimeout(timer);
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, dials: string[]): Promise<void> {
  const pieces: string[] = [];
  try {
    for await (const piece of request.setEncoding('utf8')) pieces.push(String(piece));
  } catch {
    return;
  }
  dials.push(...readDestination(pieces.join('')));
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(HEALTHY_DIAL.json));
}
