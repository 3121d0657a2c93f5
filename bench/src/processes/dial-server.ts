import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { answerParent } from '../measure/child-process.ts';

// The middleware of the races: answers every POST like a dial that was placed. On bare sockets, as an HTTP server of
// Node's would be the slower side and all clients would look alike.
const HEAD =
  'HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nDate: Mon, 05 Jan 2026 09:00:00 GMT\r\n' +
  'Connection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: ';
const CONTENT_LENGTH = /\r\ncontent-length: *(\d+)/i;
const SHORTEST_PADDED = '{"success":true,"call_id":"300000000000000","padding":""}'.length;
/** More is sent as bytes that are there already: encoding them anew would make the server the limit. */
const LONGEST_TEXT = 16_384;

/** What the parent asks. */
export type DialServerQuestion =
  | 'port'
  | 'usage'
  /** From now on each answer is of so many bytes; 0 is as short as it can be. */
  | { readonly answerBytes: number }
  /** So many ports, or as many as this machine lets one process open. */
  | { readonly ports: number };

let calls = 0;
let padding = '';
let paddingBytes: Buffer | undefined;

function padTo(answerBytes: number): void {
  padding = 'x'.repeat(Math.max(0, answerBytes - SHORTEST_PADDED));
  paddingBytes = padding.length > LONGEST_TEXT ? Buffer.from(padding, 'latin1') : undefined;
}

function answerDial(socket: Socket): void {
  calls += 1;
  const start = `{"success":true,"call_id":"3${String(calls).padStart(14, '0')}"`;
  if (padding === '') {
    socket.write(`${HEAD}${start.length + 1}\r\n\r\n${start}}`, 'latin1');
    return;
  }
  const head = `${HEAD}${SHORTEST_PADDED + padding.length}\r\n\r\n${start},"padding":"`;
  if (paddingBytes === undefined) {
    socket.write(`${head}${padding}"}`, 'latin1');
    return;
  }
  socket.cork();
  socket.write(head, 'latin1');
  socket.write(paddingBytes);
  socket.write('"}', 'latin1');
  socket.uncork();
}

/** Answers every request that is there whole; gives back the rest. */
function answerWhole(socket: Socket, received: string): string {
  let rest = received;
  for (;;) {
    const headEnd = rest.indexOf('\r\n\r\n');
    if (headEnd < 0) return rest;
    const head = rest.slice(0, headEnd);
    if (/\r\ntransfer-encoding:/i.test(head)) throw new Error('this server reads no chunked request');
    const end = headEnd + 4 + Number(CONTENT_LENGTH.exec(head)?.[1] ?? 0);
    if (rest.length < end) return rest;
    answerDial(socket);
    rest = rest.slice(end);
  }
}

function serve(socket: Socket): void {
  let pending = '';
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    pending = answerWhole(socket, pending === '' ? chunk : pending + chunk);
  });
  socket.on('error', () => socket.destroy());
}

function openPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server: Server = createServer({ noDelay: true }, serve);
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

async function openPorts(wanted: number): Promise<readonly number[]> {
  const ports: number[] = [];
  while (ports.length < wanted) {
    const port = await openPort().catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EMFILE' && error.code !== 'EADDRINUSE') throw error;
    });
    if (port === undefined) break;
    ports.push(port);
  }
  return ports;
}

answerParent(async (question: DialServerQuestion) => {
  if (question === 'port') return openPort();
  if (question === 'usage') {
    const { user, system } = process.cpuUsage();
    return { cpu: user + system, at: performance.now() };
  }
  if ('ports' in question) return openPorts(question.ports);
  return padTo(question.answerBytes);
});
