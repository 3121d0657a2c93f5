import { headText, JSON_TYPE } from './answer-text.ts';
import { either, lost, silent, succeeded, unreadable } from './conclusions.ts';
import type { Fault } from './fault.ts';
import { framing, readOrRefused } from './framing.ts';

const CHUNKED = 'transfer-encoding: chunked';

const withLengths =
  (...lengths: readonly (number | string)[]) =>
  (body: string): string =>
    headText(200, [JSON_TYPE, ...lengths.map((length) => `content-length: ${length}`)]) + body;

const chunked =
  (write: (body: string) => string, ...headers: readonly string[]) =>
  (body: string): string =>
    headText(200, [JSON_TYPE, CHUNKED, ...headers]) + write(body);

const size = (body: string): string => body.length.toString(16);

const LENGTHS: readonly Fault[] = [
  framing({
    name: 'length-too-long',
    summary: 'content-length says more than comes, and the connection closes.',
    conclusions: lost,
    write: (body) => withLengths(body.length + 10)(body),
  }),
  framing({
    name: 'length-too-long-stall',
    summary: 'content-length says more than ever comes.',
    conclusions: silent,
    after: 'stall',
    write: (body) => withLengths(body.length + 10)(body),
  }),
  framing({
    name: 'length-too-short',
    summary: 'content-length says less than comes.',
    conclusions: either(lost, unreadable),
    write: (body) => withLengths(body.length - 4)(body),
  }),
  framing({
    name: 'length-zero',
    summary: 'content-length says 0, and a body comes.',
    conclusions: either(lost, unreadable, succeeded),
    write: withLengths(0),
  }),
  framing({
    name: 'length-two-different',
    summary: 'Two different content-lengths.',
    conclusions: lost,
    write: (body) => withLengths(body.length, body.length + 1)(body),
  }),
  framing({
    name: 'length-two-same',
    summary: 'The same content-length twice.',
    conclusions: readOrRefused,
    write: (body) => withLengths(body.length, body.length)(body),
  }),
  framing({ name: 'length-negative', summary: 'A negative content-length.', conclusions: lost, write: withLengths(-1) }),
  framing({
    name: 'length-words',
    summary: 'A content-length that is no number.',
    conclusions: lost,
    write: withLengths('all of it'),
  }),
  framing({
    name: 'length-overflow',
    summary: 'A content-length beyond 64 bits.',
    conclusions: either(lost, unreadable),
    write: withLengths('99999999999999999999999'),
  }),
  framing({
    name: 'length-missing',
    summary: 'No length: the body ends with the connection (RFC 9112, section 6.3).',
    conclusions: succeeded,
    write: (body) => headText(200, [JSON_TYPE]) + body,
  }),
  framing({
    name: 'length-and-chunked',
    summary: 'A content-length beside chunks: the stuff of request smuggling.',
    conclusions: readOrRefused,
    write: (body) => chunked((text) => `${size(text)}\r\n${text}\r\n0\r\n\r\n`, `content-length: ${body.length}`)(body),
  }),
];

const CHUNKS: readonly Fault[] = [
  framing({
    name: 'chunks',
    summary: 'A chunked body; nothing is wrong.',
    conclusions: succeeded,
    after: 'keep',
    write: chunked((body) => `${size(body)}\r\n${body}\r\n0\r\n\r\n`),
  }),
  framing({
    name: 'chunk-size-bad',
    summary: 'A chunk whose size is no number.',
    conclusions: lost,
    write: chunked((body) => `zz\r\n${body}\r\n0\r\n\r\n`),
  }),
  framing({
    name: 'chunk-size-negative',
    summary: 'A chunk of negative size.',
    conclusions: lost,
    write: chunked((body) => `-1\r\n${body}\r\n0\r\n\r\n`),
  }),
  framing({
    name: 'chunk-size-overflow',
    summary: 'A chunk whose size is beyond 64 bits.',
    conclusions: lost,
    write: chunked((body) => `fffffffffffffffff\r\n${body}\r\n0\r\n\r\n`),
  }),
  framing({
    name: 'chunk-size-short',
    summary: 'A chunk that is longer than its size.',
    conclusions: lost,
    write: chunked((body) => `1\r\n${body}\r\n0\r\n\r\n`),
  }),
  framing({
    name: 'chunks-cut-off',
    summary: 'Chunks without the last one.',
    conclusions: lost,
    write: chunked((body) => `${size(body)}\r\n${body}\r\n`),
  }),
  framing({
    name: 'chunks-unended',
    summary: 'Chunks without the last one, and then silence.',
    conclusions: silent,
    after: 'stall',
    write: chunked((body) => `${size(body)}\r\n${body}\r\n`),
  }),
  framing({
    name: 'coding-unknown',
    summary: 'A transfer coding that nobody knows.',
    conclusions: either(lost, unreadable, succeeded),
    write: (body) => headText(200, [JSON_TYPE, 'transfer-encoding: rot13']) + body,
  }),
];

/** What can be wrong with where the body of an answer ends. */
export const FRAMING_FAULTS: readonly Fault[] = [...LENGTHS, ...CHUNKS];
