import { createServer } from 'node:http';
import express from 'express';
import { HandWrittenJob } from './hand-written.ts';
import { listen, type RunningReceiver } from './receiver.ts';

/** The job on Express. */
export async function openExpress(): Promise<RunningReceiver> {
  const job = new HandWrittenJob();
  const app = express();
  app.post('/screen-pops/:brand', express.raw({ type: 'application/json' }), async (request, response) => {
    const { status, text } = await job.receive({
      brand: request.params.brand,
      id: request.get('webhook-id'),
      timestamp: request.get('webhook-timestamp'),
      signature: request.get('webhook-signature'),
      body: request.body as Buffer,
    });
    response.status(status).set({ 'cache-control': 'no-store' }).type('application/json').send(text);
  });
  return { port: await listen(createServer(app)), published: () => job.published };
}
