import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../contract/refusal.ts';
import type { Five9Port, RecordingAudio } from '../five9/five9-port.ts';
import { translateFive9Error } from '../five9/translate-five9-error.ts';
import { parseByteRange } from './byte-range.ts';
import type { RecordingLinks } from './recording-links.ts';

/** What the route works with. */
export interface RecordingRouteOptions {
  readonly basePath: string;
  readonly links: RecordingLinks;
  readonly five9: Five9Port;
  readonly five9TimeoutMs: number;
}

/** Mounts `GET /recordings/:id`, which needs no credentials but the signature in the link. */
export function mountRecordingRoute(app: FastifyInstance, options: RecordingRouteOptions): void {
  app.get(`${options.basePath}/recordings/:id`, async (request, reply) => {
    const id = stringOf(request.params, 'id');
    const query = { expires: stringOf(request.query, 'expires'), signature: stringOf(request.query, 'signature') };
    options.links.check(id, query);
    const audio = await open(options, id, request);
    return sendAudio(audio, request, reply);
  });
}

async function open(options: RecordingRouteOptions, id: string, request: FastifyRequest): Promise<RecordingAudio> {
  try {
    const signal = AbortSignal.timeout(options.five9TimeoutMs);
    return await options.five9.openRecording(id, { signal, correlationId: request.id });
  } catch (error) {
    throw translateFive9Error(error, 'recording');
  }
}

function sendAudio(audio: RecordingAudio, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const size = audio.bytes.byteLength;
  const range = parseByteRange(request.headers.range, size);
  if (range === 'unsatisfiable') {
    const headers = { 'content-range': `bytes */${size}` };
    throw new Refusal(416, 'rejected', 'The recording does not have these bytes.', { headers });
  }
  void reply.headers({ 'content-type': audio.contentType, 'accept-ranges': 'bytes', 'content-disposition': 'inline' });
  if (range === undefined) return reply.send(Buffer.from(audio.bytes));
  void reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${size}`);
  return reply.send(Buffer.from(audio.bytes.subarray(range.start, range.end + 1)));
}

// A repeated query parameter is an array, an absent one undefined: neither can be a valid signature.
function stringOf(record: unknown, name: string): string {
  const value: unknown = typeof record === 'object' && record !== null ? Reflect.get(record, name) : undefined;
  return typeof value === 'string' ? value : '';
}
