import type { SeenRequest, StrikePoint } from './fault-behaviour.ts';

const HEAD_END = '\r\n\r\n';

type PartialPoint = Exclude<StrikePoint, 'accept' | 'request'>;

/** What a reader tells of the bytes that it was given. */
export type ReadEvent = { readonly reached: PartialPoint } | { readonly reached: 'request'; readonly request: SeenRequest };

/** Reads the requests of one connection, and tells each point that it gets to, in order, each once a request. */
export class RequestReader {
  readonly #connection: number;
  #pending = '';
  #told: Set<StrikePoint> = new Set();

  constructor(connection: number) {
    this.#connection = connection;
  }

  /** What these bytes complete. The caller may stop half-way: what was read of the request is then forgotten with it. */
  *read(chunk: Buffer): Generator<ReadEvent> {
    this.#pending += chunk.toString('latin1');
    for (;;) {
      if (this.#pending !== '') yield* this.#tell('first_byte');
      if (this.#pending.includes('\r\n')) yield* this.#tell('request_line');
      const headEnd = this.#pending.indexOf(HEAD_END);
      if (headEnd < 0) return;
      yield* this.#tell('request_headers');
      const head = this.#pending.slice(0, headEnd);
      const rest = this.#pending.slice(headEnd + HEAD_END.length);
      const { method, target, headers } = parseHead(head);
      const length = findBodyLength(headers, rest);
      if (rest.length > 0 || length === 0) yield* this.#tell('request_body');
      if (length === undefined || rest.length < length) return;
      this.#pending = rest.slice(length);
      this.#told = new Set();
      const body = Buffer.from(rest.slice(0, length), 'latin1').toString('utf8');
      yield { reached: 'request', request: { method, target, headers, body, connection: this.#connection } };
    }
  }

  *#tell(reached: PartialPoint): Generator<ReadEvent> {
    if (this.#told.has(reached)) return;
    this.#told.add(reached);
    yield { reached };
  }
}

function parseHead(head: string): Pick<SeenRequest, 'method' | 'target' | 'headers'> {
  const [line = '', ...fields] = head.split('\r\n');
  const [method = '', target = ''] = line.split(' ');
  const headers = Object.fromEntries(
    fields.map((field) => {
      const colon = field.indexOf(':');
      return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
    }),
  );
  return { method, target, headers };
}

/** The bytes of the body; undefined when a chunked one has not ended. The chunks stay as they were sent. */
function findBodyLength(headers: SeenRequest['headers'], rest: string): number | undefined {
  if (headers['transfer-encoding'] === undefined) return Number(headers['content-length'] ?? 0);
  const end = rest.startsWith('0\r\n\r\n') ? 0 : rest.indexOf('\r\n0\r\n\r\n') + 2;
  return rest.startsWith('0\r\n\r\n') || end > 1 ? end + 5 : undefined;
}
