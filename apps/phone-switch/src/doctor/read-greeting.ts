import { connect } from 'node:net';
import type { Examination } from './examination.ts';
import { portOf } from './look-at-port.ts';
import { withinTime } from './within-time.ts';

/** The first bytes that a port answers to a bare HEAD without credentials, in Latin-1; empty when there are none. */
export async function readGreeting(url: URL, address: string, examination: Examination): Promise<string> {
  const greeting = await withinTime<{ readonly text: string }>(examination, (settle) => {
    const socket = connect({ host: address, port: portOf(url) });
    socket.on('connect', () => socket.write(`HEAD / HTTP/1.1\r\nHost: ${url.host}\r\nConnection: close\r\n\r\n`));
    socket.on('data', (chunk: Buffer) => settle({ text: chunk.toString('latin1') }));
    socket.on('error', () => settle({ text: '' }));
    socket.on('close', () => settle({ text: '' }));
    return () => socket.destroy();
  });
  return typeof greeting === 'string' ? '' : greeting.text;
}
