import type { RunningReceiver } from './receiver.ts';

/** Each is imported only in the process that serves it. */
export const RECEIVERS = {
  ours: async () => (await import('./ours.ts')).openOurs(),
  'node:http': async () => (await import('./node-http.ts')).openNodeHttp(),
  express: async () => (await import('./express.ts')).openExpress(),
  fastify: async () => (await import('./fastify.ts')).openFastify(),
  hono: async () => (await import('./hono.ts')).openHono(),
  'node:http, JSON only': async () => (await import('./node-http.ts')).openParseOnly(),
} as const satisfies Readonly<Record<string, () => Promise<RunningReceiver>>>;

/** The name of a receiver, as the table shows it. */
export type ReceiverName = keyof typeof RECEIVERS;
