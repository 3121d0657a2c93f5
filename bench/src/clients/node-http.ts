import { Agent, request } from 'node:http';
import { bodyOf, type DialClient, PATH, TOKEN } from './client.ts';

/** Node's own `http.request` with a keep-alive agent, as briefly as it can be written. */
export async function openNodeHttp(origin: string): Promise<DialClient> {
  const agent = new Agent({ keepAlive: true });
  const { hostname, port } = new URL(origin);
  const post = (body: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        authorization: `Bearer ${TOKEN}`,
      };
      const sent = request({ agent, hostname, port, method: 'POST', path: PATH, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve(text));
        response.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  return {
    async dial(index) {
      const answer = JSON.parse(await post(JSON.stringify(bodyOf(index)))) as { readonly call_id: string };
      return answer.call_id;
    },
    close: async () => agent.destroy(),
  };
}
