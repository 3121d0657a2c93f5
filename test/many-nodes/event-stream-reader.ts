/** An event as a browser dispatches it. */
export interface StreamEvent {
  readonly type: string;
  readonly data: string;
}

/** Reads Server-Sent Events as a browser does (WHATWG HTML, section 9.2.6): what is cut off before its empty line never was. */
export class EventStreamReader {
  readonly #onEvent: (event: StreamEvent) => void;
  #lastEventId: string;
  #retryMs: number;
  #unread = '';
  #id: string;
  #type = '';
  #data: string[] = [];

  constructor(from: { readonly lastEventId: string; readonly retryMs: number }, onEvent: (event: StreamEvent) => void) {
    this.#lastEventId = from.lastEventId;
    this.#id = from.lastEventId;
    this.#retryMs = from.retryMs;
    this.#onEvent = onEvent;
  }

  get lastEventId(): string {
    return this.#lastEventId;
  }

  get retryMs(): number {
    return this.#retryMs;
  }

  push(text: string): void {
    const lines = (this.#unread + text).split('\n');
    this.#unread = lines.pop() ?? '';
    for (const line of lines) this.#readLine(line);
  }

  #readLine(line: string): void {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'id') this.#id = value;
    else if (field === 'event') this.#type = value;
    else if (field === 'data') this.#data.push(value);
    else if (field === 'retry' && /^\d+$/.test(value)) this.#retryMs = Number(value);
  }

  #dispatch(): void {
    this.#lastEventId = this.#id;
    const event = { type: this.#type || 'message', data: this.#data.join('\n') };
    const isEmpty = this.#data.length === 0;
    this.#type = '';
    this.#data = [];
    if (!isEmpty) this.#onEvent(event);
  }
}
