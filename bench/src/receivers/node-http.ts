import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type HandedAnswer, HandWrittenJob } from './hand-written.ts';
import { listen, type RunningReceiver } from './receiver.ts';

/** The job on bare `node:http`. */
export async function openNodeHttp(): Promise<RunningReceiver> {
  const job = new HandWrittenJob();
  const server = createServer((request, response) => {
    readBody(request, (body) => {
      const { headers, url = '' } = request;
      const answered = job.receive({
        brand: url.slice('/screen-pops/'.length),
        id: one(headers['webhook-id']),
        timestamp: one(headers['webhook-timestamp']),
        signature: one(headers['webhook-signature']),
        body,
      });
      answered.then(
        (answer) => send(response, answer),
        () => send(response, { status: 500, text: '{}' }),
      );
    });
  });
  return { port: await listen(server), published: () => job.published };
}

/** A server that parses JSON and does nothing else: what HTTP itself costs. */
export async function openParseOnly(): Promise<RunningReceiver> {
  let parsed = 0;
  const server = createServer((request, response) => {
    readBody(request, (body) => {
      JSON.parse(body.toString('utf8'));
      parsed += 1;
      send(response, { status: 200, text: '{"status":"published"}' });
    });
  });
  return { port: await listen(server), published: () => parsed };
}

function readBody(request: IncomingMessage, onBody: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => onBody(Buffer.concat(chunks)));
}

function send(response: ServerResponse, { status, text }: HandedAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': text.length, 'cache-control': 'no-store' });
  response.end(text);
}

function one(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}
