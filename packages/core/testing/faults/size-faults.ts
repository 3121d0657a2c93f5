import { gzipSync } from 'node:zlib';
import { answerFault } from './answer-fault.ts';
import { answerBytes, headText, healthyBytes, JSON_TYPE } from './answer-text.ts';
import { either, lost, silent, succeeded, unreadable } from './conclusions.ts';
import type { Fault } from './fault.ts';

const PIECE = ' '.repeat(16_384);
const TEBIBYTE = 2 ** 40;
/** What 8 MiB of nothing are compressed to: a thousandth of that. */
const BOMB_BYTES = 8 * 1024 * 1024;
let bomb: Uint8Array | undefined;

function* endless(first: string, piece: string): Generator<string> {
  yield first;
  for (;;) yield piece;
}

function makeBomb(): Uint8Array {
  return (bomb ??= gzipSync(Buffer.alloc(BOMB_BYTES, ' ')));
}

const ENCODINGS = ['gzip', 'deflate', 'br', 'zstd', 'compress', 'rot13', 'identity, gzip', 'gzip, gzip'] as const;

const ENCODED: readonly Fault[] = ENCODINGS.map((encoding) =>
  answerFault({
    name: `encoding-${encoding.replace(/, /g, '-')}`,
    summary: `A bomb of 8 MiB, said to be encoded as ${encoding}; the request asked for identity.`,
    conclusions: unreadable,
    send: () => [answerBytes(200, makeBomb(), [JSON_TYPE, `content-encoding: ${encoding}`])],
  }),
);

// Beyond a bound that the client sets; where a smaller part would do, it may close early.
const tooLarge = either(unreadable, lost);

/** Answers that never end, or grow, or come a byte at a time. All are bounded by the server's `maxSentBytes`. */
export const SIZE_FAULTS: readonly Fault[] = [
  ...ENCODED,
  answerFault({
    name: 'encoding-unsaid',
    summary: 'A gzip bomb that says nothing of its encoding.',
    conclusions: unreadable,
    send: () => [answerBytes(200, makeBomb())],
  }),
  answerFault({
    name: 'encoding-identity',
    summary: 'The right answer, encoded as identity.',
    conclusions: succeeded,
    send: ({ healthy }) => [answerBytes(200, JSON.stringify(healthy.json), [JSON_TYPE, 'content-encoding: identity'])],
  }),
  answerFault({
    name: 'huge-header',
    summary: 'One header of a megabyte.',
    conclusions: lost,
    stage: 'answer',
    send: () => [headText(200, [`x-padding: ${'x'.repeat(2 ** 20)}`])],
  }),
  answerFault({
    name: 'endless-headers',
    summary: 'Headers without end.',
    conclusions: lost,
    stage: 'answer',
    after: 'stall',
    send: () => endless('HTTP/1.1 200 OK\r\n', 'x-padding: 0123456789abcdef\r\n'.repeat(500)),
  }),
  answerFault({
    name: 'huge-body-declared',
    summary: 'A body that is said to have a tebibyte, and comes.',
    conclusions: tooLarge,
    stage: 'answer',
    after: 'stall',
    send: () => endless(headText(200, [JSON_TYPE, `content-length: ${TEBIBYTE}`]), PIECE),
  }),
  answerFault({
    name: 'huge-body-chunked',
    summary: 'Chunks without end.',
    conclusions: tooLarge,
    stage: 'answer',
    after: 'stall',
    send: () => endless(headText(200, [JSON_TYPE, 'transfer-encoding: chunked']), `4000\r\n${PIECE}\r\n`),
  }),
  answerFault({
    name: 'huge-body-unmeasured',
    summary: 'A body without length and end.',
    conclusions: tooLarge,
    stage: 'answer',
    after: 'stall',
    send: () => endless(headText(200, [JSON_TYPE]), PIECE),
  }),
  answerFault({
    name: 'tiny-chunks',
    summary: 'The right answer in chunks of one byte.',
    conclusions: succeeded,
    send: ({ healthy }) => [
      headText(200, [JSON_TYPE, 'transfer-encoding: chunked']),
      ...Array.from(JSON.stringify(healthy.json), (byte) => `1\r\n${byte}\r\n`),
      '0\r\n\r\n',
    ],
  }),
  answerFault({
    name: 'drip-answer',
    summary: 'The right answer, a byte at a time; it comes to an end.',
    conclusions: either(succeeded, silent),
    drips: true,
    send: ({ healthy }) => [healthyBytes(healthy)],
  }),
  answerFault({
    name: 'drip-headers',
    summary: 'Headers without end, a byte at a time.',
    conclusions: either(silent, lost),
    stage: 'answer',
    drips: true,
    after: 'stall',
    send: () => endless('HTTP/1.1 200 OK\r\n', 'x-a: 1\r\n'),
  }),
  answerFault({
    name: 'drip-body',
    summary: 'A body of a tebibyte within the limits that are declared for it, a byte at a time.',
    conclusions: silent,
    stage: 'answer',
    drips: true,
    after: 'stall',
    send: () => endless(headText(200, [JSON_TYPE, 'content-length: 1000000']), ' '),
  }),
];
