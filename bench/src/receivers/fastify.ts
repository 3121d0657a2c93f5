import type { AddressInfo } from 'node:net';
import { fastify } from 'fastify';
import { HandWrittenJob } from './hand-written.ts';
import type { RunningReceiver } from './receiver.ts';

/** The job on Fastify. */
export async function openFastify(): Promise<RunningReceiver> {
  const job = new HandWrittenJob();
  const app = fastify();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.post<{ Params: { readonly brand: string }; Body: Buffer }>('/screen-pops/:brand', async (request, reply) => {
    const { headers } = request;
    const { status, text } = await job.receive({
      brand: request.params.brand,
      id: headers['webhook-id'] as string | undefined,
      timestamp: headers['webhook-timestamp'] as string | undefined,
      signature: headers['webhook-signature'] as string | undefined,
      body: request.body,
    });
    return reply.code(status).header('cache-control', 'no-store').type('application/json').send(text);
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  return { port: (app.server.address() as AddressInfo).port, published: () => job.published };
}
