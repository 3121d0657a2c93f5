import { Agent } from 'node:http';
import got from 'got';
import { bodyOf, type DialClient, PATH, TOKEN } from './client.ts';

/** got with a keep-alive agent. */
export async function openGot(origin: string): Promise<DialClient> {
  const agent = new Agent({ keepAlive: true });
  const client = got.extend({ agent: { http: agent }, headers: { authorization: `Bearer ${TOKEN}` } });
  return {
    async dial(index) {
      const { call_id: callId } = await client
        .post(`${origin}${PATH}`, { json: bodyOf(index) })
        .json<{ readonly call_id: string }>();
      return callId;
    },
    close: async () => agent.destroy(),
  };
}
