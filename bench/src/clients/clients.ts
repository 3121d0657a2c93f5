import type { DialClient } from './client.ts';

/** Each is imported only in the process that measures it. */
export const CLIENTS = {
  ours: async (origin) => (await import('./ours.ts')).openOurs(origin),
  'ours, switch kept': async (origin) => (await import('./ours.ts')).openOursKept(origin),
  undici: async (origin) => (await import('./undici.ts')).openUndici(origin),
  'node:http': async (origin) => (await import('./node-http.ts')).openNodeHttp(origin),
  fetch: async (origin) => (await import('./fetch.ts')).openFetch(origin),
  axios: async (origin) => (await import('./axios.ts')).openAxios(origin),
  got: async (origin) => (await import('./got.ts')).openGot(origin),
} as const satisfies Readonly<Record<string, (origin: string) => Promise<DialClient>>>;

/** The name of a client, as the table shows it. */
export type ClientName = keyof typeof CLIENTS;
