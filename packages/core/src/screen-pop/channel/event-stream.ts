import type { Clock } from '../../runtime/clock.ts';
import type { ScreenPopEntry } from '../screen-pop.ts';
import type { ScreenPopChannel, ScreenPopTopic } from '../screen-pop-ports.ts';

/** How an event stream is kept up. */
export interface EventStreamOptions {
  /** The id of the last event that the browser has seen, as it sends it in `Last-Event-ID`. */
  readonly lastEventId?: string | null | undefined;
  /** Ends the stream. */
  readonly signal?: AbortSignal | undefined;
  readonly clock: Clock;
  /** How often a comment is sent, so that proxies take a quiet stream for a living one; milliseconds. */
  readonly heartbeatMs?: number;
  /** How long the browser is asked to wait before it connects again; milliseconds. */
  readonly retryMs?: number;
  /** A reader that has left this many bytes unread is dropped. It connects again, and resumes. */
  readonly maxUnreadBytes?: number;
}

/** Where an event stream goes. */
export interface EventSink {
  write(text: string): void;
  end(): void;
}

const HEARTBEAT_MS = 15_000;
const RETRY_MS = 2_000;
/** What is left unread at most unless told otherwise, in bytes. */
export const MAX_UNREAD_BYTES: number = 1_048_576;

/** The headers of an event stream; the last tells nginx not to hold events back. */
export const EVENT_STREAM_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};

/**
 * Writes a topic's screen pops to a sink as Server-Sent Events (WHATWG HTML, section 9.2) until the signal aborts, the
 * channel closes, or the returned function is called. Never throws: where the channel cannot be had the stream ends at
 * once, as browsers come back to a stream that has ended but not to one that was refused.
 */
export function pipeScreenPops(
  channel: ScreenPopChannel,
  topic: ScreenPopTopic,
  sink: EventSink,
  options: EventStreamOptions,
): () => void {
  const stream = new EventStream(sink, options);
  void stream.run(channel, topic);
  return () => stream.stop();
}

class EventStream {
  readonly #sink: EventSink;
  readonly #options: EventStreamOptions;
  readonly #stopped = Promise.withResolvers<void>();
  #open = true;
  #sent = false;
  #cancelHeartbeat: (() => void) | undefined;

  constructor(sink: EventSink, options: EventStreamOptions) {
    this.#sink = sink;
    this.#options = options;
  }

  readonly stop = (): void => {
    if (!this.#open) return;
    this.#open = false;
    this.#cancelHeartbeat?.();
    this.#options.signal?.removeEventListener('abort', this.stop);
    this.#stopped.resolve();
    this.#sink.end();
  };

  async run(channel: ScreenPopChannel, topic: ScreenPopTopic): Promise<void> {
    const { lastEventId, retryMs = RETRY_MS, signal } = this.#options;
    this.#write(`retry: ${retryMs}\n\n`);
    if (signal?.aborted === true) return this.stop();
    signal?.addEventListener('abort', this.stop);
    this.#beat();
    try {
      await using subscription = await channel.subscribe(topic, (entry) => this.#send(entry), {
        ...(lastEventId ? { after: lastEventId } : {}),
        onGap: () => this.#write('event: gap\ndata: {}\n\n'),
        onClose: this.stop,
      });
      // An id without data: the browser remembers it, so that one that loses its connection before the first event misses none.
      if (!this.#sent) this.#write(`id: ${subscription.startedAfter}\n\n`);
      await this.#stopped.promise;
    } catch {
      this.stop();
    }
  }

  #send(entry: ScreenPopEntry): void {
    this.#sent = true;
    this.#write(`id: ${entry.id}\nevent: screen-pop\ndata: ${toBrowserJson(entry)}\n\n`);
  }

  #beat(): void {
    const { clock, heartbeatMs = HEARTBEAT_MS } = this.#options;
    this.#cancelHeartbeat = clock.setTimer(heartbeatMs, () => {
      this.#write(': still here\n\n');
      if (this.#open) this.#beat();
    });
  }

  #write(text: string): void {
    if (this.#open) this.#sink.write(text);
  }
}

/** The payload as it came is for the platform's servers: it may hold more than a screen should. */
function toBrowserJson({ id, callState, late, pop: { raw: _raw, ...pop } }: ScreenPopEntry): string {
  return JSON.stringify({ id, callState, late, pop });
}
