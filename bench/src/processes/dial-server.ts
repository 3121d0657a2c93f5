import { createServer, type Socket } from 'node:net';
import { answerParent } from '../measure/child-process.ts';

// The middleware of the races: answers every POST like a dial that was placed. On bare sockets, as an HTTP server of
// Node's would be the slower side and all clients would look alike.
const HEAD =
  'HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nDate: Mon, 05 Jan 2026 09:00:00 GMT\r\n' +
  'Connection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: ';
const CONTENT_LENGTH = /\r\ncontent-length: *(\d+)/i;
const [bytes = '0'] = process.argv.slice(2);
const padding = Number(bytes) > 60 ? `,"padding":"${'x'.repeat(Number(bytes) - 60)}"` : '';
let calls = 0;

function answerDial(socket: Socket): void {
  calls += 1;
  const body = `{"success":true,"call_id":"3${String(calls).padStart(14, '0')}"${padding}}`;
  socket.write(`${HEAD}${body.length}\r\n\r\n${body}`, 'latin1');
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

const server = createServer({ noDelay: true }, (socket) => {
  let pending = '';
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    pending = answerWhole(socket, pending === '' ? chunk : pending + chunk);
  });
  socket.on('error', () => socket.destroy());
});
const listening = new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address())));

answerParent(async (question: 'port' | 'usage') => {
  if (question === 'port') return listening;
  const { user, system } = process.cpuUsage();
  return { cpu: user + system, at: performance.now(), calls };
});
