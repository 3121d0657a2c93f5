import type { HealthyAnswer } from './fault-behaviour.ts';

/** The header of an answer in JSON. */
export const JSON_TYPE = 'content-type: application/json';

/** A whole HTTP/1.1 answer that declares its length. */
export function answerBytes(status: number | string, body: string | Uint8Array, headers: readonly string[] = []): Uint8Array {
  const bytes = Buffer.from(body as Uint8Array);
  return Buffer.concat([Buffer.from(headText(status, [...headers, `content-length: ${bytes.length}`])), bytes]);
}

/** The status line and the headers, to the empty line that ends them. */
export function headText(status: number | string, headers: readonly string[]): string {
  return [`HTTP/1.1 ${status} Said`, ...headers, '', ''].join('\r\n');
}

/** What a service in good health writes. */
export function healthyBytes({ status, json }: HealthyAnswer): Uint8Array {
  return answerBytes(status, JSON.stringify(json), [JSON_TYPE]);
}
