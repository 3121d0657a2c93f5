import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { HandWrittenJob } from './hand-written.ts';
import type { RunningReceiver } from './receiver.ts';

/** The job on Hono, by its own server for Node. */
export async function openHono(): Promise<RunningReceiver> {
  const job = new HandWrittenJob();
  const app = new Hono();
  app.post('/screen-pops/:brand', async (context) => {
    const { req } = context;
    const { status, text } = await job.receive({
      brand: req.param('brand'),
      id: req.header('webhook-id'),
      timestamp: req.header('webhook-timestamp'),
      signature: req.header('webhook-signature'),
      body: Buffer.from(await req.arrayBuffer()),
    });
    return context.body(text, status === 200 ? 200 : 401, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  });
  const port = await new Promise<number>((resolve) => {
    serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, (address) => resolve(address.port));
  });
  return { port, published: () => job.published };
}
