import { headText, healthyBytes, JSON_TYPE } from './answer-text.ts';
import { either, failed, lost, refused, silent, succeeded, unreadable } from './conclusions.ts';
import type { Fault } from './fault.ts';
import type { HealthyAnswer } from './fault-behaviour.ts';
import { framing, readOrRefused } from './framing.ts';

const withHeaders =
  (...headers: readonly string[]) =>
  (body: string): string =>
    headText(200, [JSON_TYPE, ...headers, `content-length: ${body.length}`]) + body;

const HEADS: readonly Fault[] = [
  framing({
    name: 'http-1.0',
    summary: 'An HTTP/1.0 answer that ends with the connection.',
    conclusions: succeeded,
    write: (body) => `HTTP/1.0 200 OK\r\n${JSON_TYPE}\r\n\r\n${body}`,
  }),
  framing({
    name: 'http-0.9',
    summary: 'A body and no head at all, as HTTP/0.9 had it.',
    conclusions: lost,
    write: (body) => body,
  }),
  framing({
    name: 'http-2-status-line',
    summary: 'An answer that says that it is HTTP/2.0.',
    conclusions: readOrRefused,
    write: (_body, healthy) => text(healthy).replace('HTTP/1.1', 'HTTP/2.0'),
  }),
  framing({
    name: 'http-2-preface',
    summary: 'The settings of HTTP/2, in answer to HTTP/1.1.',
    conclusions: lost,
    write: () => '\0\0\0\x04\0\0\0\0\0',
  }),
  framing({ name: 'not-http', summary: "A mail server's greeting.", conclusions: lost, write: () => '220 mail.test ESMTP\r\n' }),
  framing({
    name: 'status-line-lower-case',
    summary: 'http/1.1 in lower case.',
    conclusions: readOrRefused,
    write: (_body, healthy) => text(healthy).replace('HTTP', 'http'),
  }),
  framing({
    name: 'reason-missing',
    summary: 'A status line without a reason (RFC 9112, section 4).',
    conclusions: succeeded,
    write: (_body, healthy) => text(healthy).replace('200 Said', '200 '),
  }),
  framing({
    name: 'lines-bare-lf',
    summary: 'Lines that end with LF alone.',
    conclusions: readOrRefused,
    write: (_body, healthy) => text(healthy).replaceAll('\r\n', '\n'),
  }),
  framing({
    name: 'lines-empty-first',
    summary: 'Empty lines before the status line.',
    conclusions: readOrRefused,
    write: (_body, healthy) => `\r\n\r\n${text(healthy)}`,
  }),
  framing({
    name: 'header-without-colon',
    summary: 'A header without a colon.',
    conclusions: readOrRefused,
    write: withHeaders('no colon here'),
  }),
  framing({
    name: 'header-with-nul',
    summary: 'A NUL byte within a header.',
    conclusions: readOrRefused,
    write: withHeaders('x-nul: a\0b'),
  }),
  framing({
    name: 'header-folded',
    summary: 'A header that goes on in the next line, as was once allowed.',
    conclusions: readOrRefused,
    write: withHeaders('x-folded: one', ' two'),
  }),
  framing({
    name: 'header-space-before-colon',
    summary: 'A space before the colon of a header.',
    conclusions: readOrRefused,
    write: withHeaders('x-spaced : 1'),
  }),
  framing({
    name: 'status-099',
    summary: 'Status 099.',
    conclusions: either(lost, silent, unreadable, failed),
    write: numbered('099'),
  }),
  framing({
    name: 'status-000',
    summary: 'Status 000.',
    conclusions: either(lost, silent, unreadable, failed),
    write: numbered('000'),
  }),
  framing({ name: 'status-600', summary: 'Status 600.', conclusions: either(lost, unreadable, failed), write: numbered('600') }),
  framing({ name: 'status-999', summary: 'Status 999.', conclusions: either(lost, unreadable, failed), write: numbered('999') }),
  framing({ name: 'status-1000', summary: 'Status 1000.', conclusions: lost, write: numbered('1000') }),
  framing({ name: 'status-words', summary: 'A status that is no number.', conclusions: lost, write: numbered('fine') }),
];

const NEWS: readonly Fault[] = [
  framing({
    name: 'news-100',
    summary: '100 Continue that nobody asked for, and then the answer.',
    conclusions: either(succeeded, lost),
    after: 'keep',
    write: (_body, healthy) => `HTTP/1.1 100 Continue\r\n\r\n${text(healthy)}`,
  }),
  framing({
    name: 'news-100-alone',
    summary: '100 Continue, and then silence.',
    conclusions: either(silent, lost),
    after: 'stall',
    write: () => 'HTTP/1.1 100 Continue\r\n\r\n',
  }),
  framing({
    name: 'news-102',
    summary: '102 Processing, and then the answer.',
    conclusions: succeeded,
    after: 'keep',
    write: (_body, healthy) => `HTTP/1.1 102 Processing\r\n\r\n${text(healthy)}`,
  }),
  framing({
    name: 'news-103-many',
    summary: 'Fifty times 103 Early Hints, and then the answer.',
    conclusions: succeeded,
    after: 'keep',
    write: (_body, healthy) => 'HTTP/1.1 103 Early Hints\r\nlink: </a.css>\r\n\r\n'.repeat(50) + text(healthy),
  }),
  framing({
    name: 'news-103-alone',
    summary: '103 Early Hints, and then the connection closes.',
    conclusions: lost,
    write: () => 'HTTP/1.1 103 Early Hints\r\n\r\n',
  }),
  framing({
    name: 'upgrade-unasked',
    summary: '101 Switching Protocols that nobody asked for.',
    conclusions: lost,
    after: 'stall',
    write: () => 'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
  }),
  framing({
    name: 'upgrade-required',
    summary: '426 Upgrade Required.',
    conclusions: refused('REJECTED'),
    after: 'keep',
    write: () => 'HTTP/1.1 426 Upgrade Required\r\nupgrade: h2c\r\nconnection: upgrade\r\ncontent-length: 0\r\n\r\n',
  }),
];

/** What can be wrong with the status line and the headers of an answer, and with news before it. */
export const HEAD_FAULTS: readonly Fault[] = [...HEADS, ...NEWS];

function text(healthy: HealthyAnswer): string {
  return Buffer.from(healthyBytes(healthy)).toString('utf8');
}

function numbered(status: string): (body: string) => string {
  return (body) => headText(status, [JSON_TYPE, `content-length: ${body.length}`]) + body;
}
