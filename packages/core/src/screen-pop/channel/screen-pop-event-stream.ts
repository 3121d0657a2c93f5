import type { IncomingMessage, ServerResponse } from 'node:http';
import { EVENT_STREAM_HEADERS, type EventStreamOptions, MAX_UNREAD_BYTES, pipeScreenPops } from './event-stream.ts';
import type { ScreenPopChannel, ScreenPopTopic } from '../screen-pop-ports.ts';

/**
 * A topic's screen pops as Server-Sent Events, for `EventSource` in the agent's browser: `screen-pop` with the entry
 * without its `raw`, and `gap` when something may have been missed. Who may see whose topic is for the caller to check.
 *
 * @example
 * const lastEventId = request.headers.get('last-event-id');
 * return screenPopEventStream(channel, { brandId, agentExtension }, { lastEventId, signal: request.signal, clock });
 */
export function screenPopEventStream(channel: ScreenPopChannel, topic: ScreenPopTopic, options: EventStreamOptions): Response {
  const { maxUnreadBytes = MAX_UNREAD_BYTES } = options;
  const encoder = new TextEncoder();
  let stop = (): void => {};
  let open = true;
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const end = (): void => {
          if (open) controller.close();
          open = false;
        };
        const write = (text: string): void => {
          if (!open) return;
          const bytes = encoder.encode(text);
          if ((controller.desiredSize ?? 0) > 0) return controller.enqueue(bytes);
          open = false;
          // An error throws away what is unread; closing would keep it for a reader that may never come.
          controller.error(new Error('The reader of this event stream does not read: it was dropped, and may resume.'));
          stop();
        };
        stop = pipeScreenPops(channel, topic, { write, end }, options);
      },
      cancel() {
        open = false;
        stop();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: maxUnreadBytes }),
  );
  return new Response(body, { headers: EVENT_STREAM_HEADERS });
}

/**
 * The same for a server of `node:http`. The id to resume after is read from the request, and the stream ends with the
 * connection.
 *
 * @example http.createServer((request, response) => writeScreenPopEvents(channel, topic, request, response, { clock }));
 */
export function writeScreenPopEvents(
  channel: ScreenPopChannel,
  topic: ScreenPopTopic,
  request: IncomingMessage,
  response: ServerResponse,
  options: EventStreamOptions,
): void {
  const { lastEventId = readLastEventId(request), maxUnreadBytes = MAX_UNREAD_BYTES } = options;
  response.writeHead(200, EVENT_STREAM_HEADERS);
  const write = (text: string): void => {
    if (response.writableLength > maxUnreadBytes) response.destroy();
    else response.write(text);
  };
  const stop = pipeScreenPops(channel, topic, { write, end: () => response.end() }, { ...options, lastEventId });
  response.on('close', stop);
  response.on('error', stop);
}

function readLastEventId({ headers }: IncomingMessage): string | undefined {
  const value = headers['last-event-id'];
  return typeof value === 'string' ? value : undefined;
}
