import { Pool } from 'undici';
import { bodyOf, type DialClient, PATH, TOKEN } from './client.ts';

/** undici by itself: `pool.request` and `body.json()`, and nothing checked. */
export async function openUndici(origin: string): Promise<DialClient> {
  const pool = new Pool(origin, { allowH2: false });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` };
  return {
    async dial(index) {
      const { body } = await pool.request({ method: 'POST', path: PATH, headers, body: JSON.stringify(bodyOf(index)) });
      const answer = (await body.json()) as { readonly call_id: string };
      return answer.call_id;
    },
    close: () => pool.destroy(),
  };
}
