import { createHmac } from 'node:crypto';
import { type Arrival, payloadOf } from './arrival.ts';

/** A way in which something was done; the usual one needs no words. */
interface Way<T> {
  readonly value: T;
  readonly words?: string;
}

const PREFIX = 'whsec_';
const ALGORITHMS: readonly Way<string>[] = [
  { value: 'sha256' },
  { value: 'sha1', words: 'made with SHA-1 instead of SHA-256' },
  { value: 'sha512', words: 'made with SHA-512 instead of SHA-256' },
];
const ENCODINGS: readonly Way<(digest: Buffer) => string>[] = [
  { value: (digest) => digest.toString('base64') },
  { value: (digest) => digest.toString('hex'), words: 'in hexadecimal instead of base64' },
  { value: (digest) => digest.toString('base64url'), words: 'in URL-safe base64 instead of the standard one' },
  { value: (digest) => digest.toString('base64').replace(/=+$/, ''), words: 'without the padding of base64' },
];

/**
 * What is wrong with a signature that does not fit, found by making it in the ways in which it is often made; undefined when
 * it fits, or when it was made in no way that is known here: with another secret, most likely.
 */
export function explainSignature(arrival: Pick<Arrival, 'delivery'>, secret: string): string | undefined {
  const { header } = arrival.delivery;
  const presented = (header('webhook-signature') ?? '').split(' ').map(readPresented);
  const keys = listKeys(secret);
  for (const content of listContents(arrival)) {
    for (const key of keys) {
      for (const algorithm of ALGORITHMS) {
        const digest = createHmac(algorithm.value, key.value).update(content.value).digest();
        for (const encoding of ENCODINGS) {
          const found = presented.find(({ signature }) => signature === encoding.value(digest));
          if (found === undefined) continue;
          const words = [content, key, algorithm, encoding, found].flatMap(({ words: said }) => said ?? []);
          return words.length === 0 ? undefined : `the signature is ${words.join(', ')}`;
        }
      }
    }
  }
  return undefined;
}

/** Whether a signature fits, whatever the time is. */
export function fitsApartFromTime(arrival: Pick<Arrival, 'delivery'>, secret: string): boolean {
  const { header, body } = arrival.delivery;
  const start = `${header('webhook-id') ?? ''}.${header('webhook-timestamp') ?? ''}.`;
  const fitting = createHmac('sha256', keyOf(secret)).update(start).update(body).digest('base64');
  return (header('webhook-signature') ?? '').split(' ').includes(`v1,${fitting}`);
}

function readPresented(text: string): { readonly signature: string; readonly words?: string } {
  const [, version, signature] = /^([A-Za-z0-9]+)[,=](.{20,})$/.exec(text) ?? [];
  if (version === undefined || signature === undefined) return { signature: text, words: 'without "v1," before it' };
  return text.startsWith('v1,')
    ? { signature }
    : { signature, words: `after "${text.slice(0, version.length + 1)}" instead of "v1,"` };
}

function keyOf(secret: string): Buffer {
  return Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, 'base64');
}

function listKeys(secret: string): readonly Way<Buffer>[] {
  return [
    { value: keyOf(secret) },
    {
      value: Buffer.from(secret),
      words: 'keyed with the secret’s text: the key is the bytes that the base64 after whsec_ stands for',
    },
    {
      value: Buffer.from(secret.replace(PREFIX, '')),
      words: 'keyed with the base64 of the secret: decode it, the key is the bytes that it stands for',
    },
  ];
}

function listContents(arrival: Pick<Arrival, 'delivery'>): readonly Way<Buffer>[] {
  const { header, body } = arrival.delivery;
  const [id, timestamp] = [header('webhook-id') ?? '', header('webhook-timestamp') ?? ''];
  const joined = (start: string, bytes: Uint8Array): Buffer => Buffer.concat([Buffer.from(start), bytes]);
  const rewritten = listRewritten(arrival).map((text) => ({
    value: Buffer.from(`${id}.${timestamp}.${text}`),
    words: 'over the JSON as it was written another time, and not over the very bytes that were sent',
  }));
  return [
    { value: joined(`${id}.${timestamp}.`, body) },
    ...rewritten,
    { value: joined(`${timestamp}.`, body), words: 'over timestamp.body, without the id' },
    { value: joined(`${id}.`, body), words: 'over id.body, without the timestamp' },
    { value: joined('', body), words: 'over the body alone, without id and timestamp' },
    { value: joined(`${id}${timestamp}`, body), words: 'over id, timestamp and body without the full stops between them' },
    { value: Buffer.from(`${id}.${timestamp}`), words: 'over id and timestamp, without the body' },
  ];
}

/** A payload in the ways in which languages write JSON unless they are told otherwise. */
function listRewritten(arrival: Pick<Arrival, 'delivery'>): readonly string[] {
  const payload = payloadOf(arrival);
  if (payload === undefined) return [];
  const sorted = sortKeys(payload);
  const compact = [payload, sorted].map((value) => JSON.stringify(value));
  const spaced = [payload, sorted].map((value) =>
    JSON.stringify(value, undefined, 1).replace(/,\n */g, ', ').replace(/\n */g, ''),
  );
  const indented = [2, 4].map((spaces) => JSON.stringify(payload, undefined, spaces));
  const trimmed = Buffer.from(arrival.delivery.body).toString('utf8').trim();
  return [...compact, ...spaced, ...indented, ...indented.map((text) => `${text}\n`), trimmed];
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  );
}
