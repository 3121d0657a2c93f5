import { Agent } from 'node:http';
import { create } from 'axios';
import { bodyOf, type DialClient, PATH, TOKEN } from './client.ts';

/** axios with a keep-alive agent. */
export async function openAxios(origin: string): Promise<DialClient> {
  const agent = new Agent({ keepAlive: true });
  const client = create({ baseURL: origin, httpAgent: agent, headers: { authorization: `Bearer ${TOKEN}` } });
  return {
    async dial(index) {
      const { data } = await client.post<{ readonly call_id: string }>(PATH, bodyOf(index));
      return data.call_id;
    },
    close: async () => agent.destroy(),
  };
}
