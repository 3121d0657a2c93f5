import { bodyOf, type DialClient, PATH, TOKEN } from './client.ts';

/** Node's own `fetch`. */
export async function openFetch(origin: string): Promise<DialClient> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` };
  return {
    async dial(index) {
      const response = await fetch(`${origin}${PATH}`, { method: 'POST', headers, body: JSON.stringify(bodyOf(index)) });
      const answer = (await response.json()) as { readonly call_id: string };
      return answer.call_id;
    },
    close: async () => {},
  };
}
